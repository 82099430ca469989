package dev.metaproc.isolation.shared;

import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * What reflective calls of shared classes become. Each does what the JDK's method of its name does,
 * on statics that live in holders, and throws what that throws.
 */
public final class Reflection {
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Reflection() {}

  /** After {@code Class.forName(String)}, which has initialised what is real of the class. */
  public static Class<?> forName(Class<?> found) throws ClassNotFoundException {
    return initialized(known(found));
  }

  public static Class<?> forName(String name, boolean initialize, @Nullable ClassLoader loader)
      throws ClassNotFoundException {
    Class<?> found = known(Class.forName(name, initialize, loader));
    return initialize ? initialized(found) : found;
  }

  private static Class<?> known(Class<?> found) throws ClassNotFoundException {
    if (found.getClassLoader() instanceof SharedDomain domain && !domain.mayFind(found)) {
      throw new ClassNotFoundException(found.getName());
    }
    return found;
  }

  public static Class<?> ensureInitialized(Class<?> type) {
    return initialized(type);
  }

  /**
   * Before the JDK initialises a class by its own means. It would find it initialised, or find in
   * the class what the first program has made it keep there.
   */
  public static void initialize(@Nullable Class<?> type) {
    if (type != null) {
      var _ = initialized(type);
    }
  }

  /** The class of a proxy initialises interfaces with default methods. */
  public static Object newProxyInstance(Object proxy) {
    for (Class<?> each : proxy.getClass().getInterfaces()) {
      initializeSupers(each);
    }
    return proxy;
  }

  private static void initializeSupers(Class<?> type) {
    if (type.getClassLoader() instanceof SharedDomain) {
      for (Class<?> each : type.getInterfaces()) {
        initializeSupers(each);
      }
      if (Arrays.stream(type.getMethods()).anyMatch(Method::isDefault)) {
        initialize(type);
      }
    }
  }

  private static Class<?> initialized(Class<?> type) {
    Ghosts ghosts = Ghosts.of(type);
    if (ghosts != null) {
      var _ = ghosts.holder();
    }
    return type;
  }

  public static Field[] getDeclaredFields(Field[] all) {
    return visible(all);
  }

  public static Field[] getFields(Field[] all) {
    return visible(all);
  }

  public static Method[] getDeclaredMethods(Method[] all) {
    return visible(all);
  }

  public static Method[] getMethods(Method[] all) {
    return visible(all);
  }

  public static Constructor<?>[] getDeclaredConstructors(Constructor<?>[] all) {
    return visible(all);
  }

  private static <T extends Member> T[] visible(T[] all) {
    boolean hasOurs = Arrays.stream(all).anyMatch(Reflection::isOurs);
    return hasOurs
        ? Arrays.stream(all)
            .filter(member -> !isOurs(member))
            .toArray(length -> Arrays.copyOf(all, length))
        : all;
  }

  /** What the rewriter adds is synthetic and named so that no compiler's is. */
  private static boolean isOurs(Member member) {
    String name = member.getName();
    if (member.isSynthetic() && member instanceof Constructor<?> constructor) {
      Class<?>[] types = constructor.getParameterTypes();
      return types.length > 0 && Holder.class.isAssignableFrom(types[types.length - 1]);
    }
    return member.isSynthetic()
        && (name.startsWith("$$")
            || name.startsWith("metaproc$")
            || name.equals("serialVersionUID"));
  }

  /** The object that {@code Field.get} and {@code set} must be given for this program's value. */
  public static @Nullable Object holderOf(Field field, @Nullable Object receiver) {
    if (Modifier.isStatic(field.getModifiers()) && Ghosts.moved(field) != null) {
      Ghosts ghosts = Ghosts.of(field.getDeclaringClass());
      return ghosts == null ? receiver : ghosts.holder();
    }
    return receiver;
  }

  /**
   * The field to read instead. Where the caller may not use {@code field} it is the field itself,
   * so that the JDK says why; nothing is in it that could be read or written.
   */
  public static Field fieldToGet(Field field, Class<?> caller) {
    Field moved = Ghosts.moved(field);
    if (moved == null || !mayUse(field, caller)) {
      return field;
    }
    moved.setAccessible(true);
    return moved;
  }

  /** The field to write instead, likewise. */
  public static Field fieldToSet(Field field, Class<?> caller) {
    return Modifier.isFinal(field.getModifiers()) ? field : fieldToGet(field, caller);
  }

  /** The field to write instead, likewise. */
  public static Field fieldToSet(Field field, Class<?> caller, @Nullable Object value) {
    boolean isStatic = Modifier.isStatic(field.getModifiers());
    return isStatic && accepts(field.getType(), value) ? fieldToSet(field, caller) : field;
  }

  private static boolean accepts(Class<?> type, @Nullable Object value) {
    if (!type.isPrimitive()) {
      return value == null || type.isInstance(value);
    }
    if (value == null) {
      return false;
    }
    try {
      Array.set(Array.newInstance(type, 1), 0, value); // widens as Field.set does
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @SuppressWarnings("deprecation") // the flag of the object, not what some caller may do
  private static boolean mayUse(Field field, Class<?> caller) {
    return field.isAccessible() || Access.isAllowed(caller, field);
  }

  /** What needs packages of the JDK that are not exported, and is seldom needed. */
  private static final class Access {
    static final Unsafe UNSAFE;

    static {
      ModuleGrants.export("java.base", "jdk.internal.reflect", Access.class.getModule());
      ModuleGrants.export("java.base", "jdk.internal.misc", Access.class.getModule());
      UNSAFE = Unsafe.getUnsafe();
    }

    static boolean isAllowed(Class<?> caller, Field field) {
      return jdk.internal.reflect.Reflection.verifyMemberAccess(
          caller, field.getDeclaringClass(), null, field.getModifiers());
    }
  }

  public static MethodHandle findStaticGetter(
      Lookup lookup, Class<?> owner, String name, Class<?> type)
      throws NoSuchFieldException, IllegalAccessException {
    return moved(lookup, lookup.findStaticGetter(owner, name, type), Lookup::unreflectGetter);
  }

  public static MethodHandle findStaticSetter(
      Lookup lookup, Class<?> owner, String name, Class<?> type)
      throws NoSuchFieldException, IllegalAccessException {
    return moved(lookup, lookup.findStaticSetter(owner, name, type), Lookup::unreflectSetter);
  }

  public static VarHandle findStaticVarHandle(
      Lookup lookup, Class<?> owner, String name, Class<?> type)
      throws NoSuchFieldException, IllegalAccessException {
    VarHandle ghost = lookup.findStaticVarHandle(owner, name, type);
    MethodHandle getter = lookup.findStaticGetter(owner, name, type);
    return moved(field(lookup, getter), ghost);
  }

  public static MethodHandle unreflectGetter(Lookup lookup, Field field)
      throws IllegalAccessException {
    return moved(field, lookup.unreflectGetter(field), Lookup::unreflectGetter);
  }

  public static MethodHandle unreflectSetter(Lookup lookup, Field field)
      throws IllegalAccessException {
    return moved(field, lookup.unreflectSetter(field), Lookup::unreflectSetter);
  }

  public static VarHandle unreflectVarHandle(Lookup lookup, Field field)
      throws IllegalAccessException {
    return moved(field, lookup.unreflectVarHandle(field));
  }

  private interface Unreflect {
    MethodHandle apply(Lookup lookup, Field field) throws IllegalAccessException;
  }

  private static Field field(Lookup lookup, MethodHandle direct) {
    return lookup.revealDirect(direct).reflectAs(Field.class, lookup);
  }

  private static MethodHandle moved(Lookup lookup, MethodHandle ghost, Unreflect unreflect)
      throws IllegalAccessException {
    return moved(field(lookup, ghost), ghost, unreflect);
  }

  /** A handle that finds the calling program's holder at each call. */
  private static MethodHandle moved(Field field, MethodHandle ghost, Unreflect unreflect)
      throws IllegalAccessException {
    Field moved = Ghosts.moved(field);
    Ghosts ghosts = Ghosts.of(field.getDeclaringClass());
    if (moved == null || ghosts == null) {
      return ghost;
    }
    MethodHandle inHolder = unreflect.apply(ghosts.lookup(), moved);
    return MethodHandles.collectArguments(inHolder, 0, ghosts.get());
  }

  private static VarHandle moved(Field field, VarHandle ghost) throws IllegalAccessException {
    Field moved = Ghosts.moved(field);
    Ghosts ghosts = Ghosts.of(field.getDeclaringClass());
    if (moved == null || ghosts == null) {
      return ghost;
    }
    VarHandle inHolder = ghosts.lookup().unreflectVarHandle(moved);
    return MethodHandles.collectCoordinates(inHolder, 0, ghosts.get());
  }

  /** Of {@code sun.misc.Unsafe}. */
  public static Object staticFieldBase(Object unsafe, Field field) {
    Object holder = holderOf(field, null);
    return holder == null ? Access.UNSAFE.staticFieldBase(field) : holder;
  }

  /** Of {@code sun.misc.Unsafe}. */
  public static long staticFieldOffset(Object unsafe, Field field) {
    Field moved = Ghosts.moved(field);
    return moved == null
        ? Access.UNSAFE.staticFieldOffset(field)
        : Access.UNSAFE.objectFieldOffset(moved);
  }

  public static StackTraceElement[] getStackTrace(StackTraceElement[] trace) {
    return StackTraces.clean(trace);
  }

  /** Before a throwable, or something else with such a method, prints its stack trace. */
  public static void printStackTrace(@Nullable Object receiver) {
    if (receiver instanceof Throwable thrown) {
      StackTraces.clean(thrown);
    }
  }

  public static <T> T walk(
      StackWalker walker, Function<? super Stream<StackFrame>, ? extends T> function) {
    return walker.walk(frames -> function.apply(StackTraces.clean(frames)));
  }

  /** What the caller of the caller is, if that is none of the program's. */
  public static Class<?> getCallerClass(Class<?> found) {
    return Holder.class.isAssignableFrom(found)
        ? CALLERS.walk(
            frames ->
                StackTraces.clean(frames)
                    .map(StackFrame::getDeclaringClass)
                    .skip(1)
                    .findFirst()
                    .orElse(found))
        : found;
  }

  public static Class<?>[] getClassContext(Class<?>[] context) {
    return StackTraces.clean(context);
  }

  /** A virtual thread that inherits nothing would not know its program. */
  public static Thread start(Thread.Builder builder, Runnable task) {
    Thread thread = unstarted(builder.unstarted(task));
    thread.start();
    return thread;
  }

  public static Thread start(Thread.Builder.OfVirtual builder, Runnable task) {
    return start((Thread.Builder) builder, task);
  }

  public static Thread start(Thread.Builder.OfPlatform builder, Runnable task) {
    return start((Thread.Builder) builder, task);
  }

  public static Thread unstarted(Thread made) {
    ProgramContext context = ProgramContext.current();
    if (context != null) {
      context.program().adopt(made);
    }
    return made;
  }

  public static ThreadFactory factory(ThreadFactory made) {
    return task -> unstarted(made.newThread(task));
  }

  public static void forEach(StackWalker walker, Consumer<? super StackFrame> action) {
    List<StackFrame> all = walk(walker, Stream::toList);
    all.forEach(action);
  }

  /** The action runs on a thread of the JDK's; it is this program that runs it. */
  public static Cleaner.Cleanable register(Cleaner cleaner, Object object, Runnable action) {
    Objects.requireNonNull(object);
    Objects.requireNonNull(action);
    ProgramContext context = ProgramContext.current();
    return cleaner.register(object, context == null ? action : context.bound(action));
  }
}
