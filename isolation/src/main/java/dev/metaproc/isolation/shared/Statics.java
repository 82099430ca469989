package dev.metaproc.isolation.shared;

import org.jspecify.annotations.Nullable;

/**
 * What rewritten classes call. For a class {@code C} with a static {@code n}
 *
 * <pre>
 *   getstatic C.n   →   invokestatic C$$Statics.get, getfield C$$Statics.n
 *
 *   C$$Statics.get():
 *     if ($$SOLE != null) return $$SOLE;      while there is only one program, see Tenants
 *     Object h = Statics.holder(INDEX);       thread → ProgramContext → table → holder
 *     if (h != null) return (C$$Statics) h;   every access after the first
 *     return (C$$Statics) Statics.initialize(INDEX, new C$$Statics());
 * </pre>
 *
 * <p>A holder is put into the table when its class is completely initialised, so one null check
 * answers both questions: which program, and is the class ready.
 */
public final class Statics {
  private static final Indices INDICES = new Indices();

  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Statics() {}

  /**
   * The position of a holder class in the table of every program; asked once, when it is linked.
   */
  public static int index(Class<?> holder) {
    int index = INDICES.take();
    Reclaim.whenCollected(holder, () -> INDICES.giveBack(index));
    return index;
  }

  /**
   * What the calling thread's program has at that position: null if it has nothing there yet, or if
   * the thread's context does not tell its program.
   */
  public static @Nullable Object holder(int index) {
    ProgramContext context = ProgramContext.current();
    if (context == null) {
      return null;
    }
    Object[] table = context.table;
    return index < table.length ? table[index] : null;
  }

  /**
   * The holder of the calling thread's program, after initialising the class as JVMS 5.5 says; the
   * unfinished one if this thread is initialising it.
   *
   * @param fresh a new holder, used if nobody has begun
   * @throws ExceptionInInitializerError if the initialiser throws an exception now
   * @throws NoClassDefFoundError if it has failed before in this program
   */
  public static Object initialize(int index, Holder fresh) {
    ProgramContext context = ProgramContext.current();
    ProgramStatics program = program(context, fresh.domain());
    Holder holder = program.holder(index, fresh);
    if (context != null && program.equals(context.program())) {
      context.table = program.table();
    }
    return holder;
  }

  /**
   * What to lock instead of {@code operand}: the program's own lock if that is a class of a shared
   * image, one of its enum constants, or a value of the JDK that programs may share; else the
   * operand.
   */
  public static @Nullable Object monitor(@Nullable Object operand) {
    Class<?> of =
        operand instanceof Class<?> type
            ? type
            : operand instanceof Enum<?> constant ? constant.getDeclaringClass() : null;
    if (operand != null && of != null && of.getClassLoader() instanceof SharedDomain domain) {
      return program(ProgramContext.current(), domain).monitor(operand);
    }
    return operand != null && ValueLocks.isValue(operand) ? valueMonitor(operand) : operand;
  }

  private static Object valueMonitor(Object value) {
    ProgramContext context = ProgramContext.current();
    ProgramStatics program = context == null ? ofCaller() : context.program();
    return program == null ? value : program.valueMonitor(value);
  }

  /** Of a thread that does not know its program yet. */
  private static @Nullable ProgramStatics ofCaller() {
    return CALLERS
        .walk(
            frames ->
                frames
                    .map(frame -> frame.getDeclaringClass().getClassLoader())
                    .filter(SharedDomain.class::isInstance)
                    .findFirst())
        .map(loader -> program((SharedDomain) loader))
        .orElse(null);
  }

  /** The program of the calling thread in that domain. */
  public static ProgramStatics program(SharedDomain domain) {
    return program(ProgramContext.current(), domain);
  }

  @SuppressWarnings("ReferenceEquality") // domains are class loaders; this is on a hot path
  private static ProgramStatics program(@Nullable ProgramContext context, SharedDomain domain) {
    if (context != null && context.program().domain() == domain) {
      return context.program();
    }
    return domain.programOfOddThread();
  }
}
