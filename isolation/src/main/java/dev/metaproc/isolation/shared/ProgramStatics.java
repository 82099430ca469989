package dev.metaproc.isolation.shared;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statics of one program in shared mode: its holders, the state of its class initialisations
 * and its locks in place of class objects. When the program ends all of it becomes unreachable.
 *
 * <p>Safe for use by any thread. INVARIANT: no lock of ours is held while code of a program runs.
 */
public final class ProgramStatics {
  private static final int FIRST_SIZE = 16;
  private static final Object[] NOTHING = {};

  /** Reaches the workers of a pool made by a virtual thread: no group or loader of ours does. */
  private static final InheritableThreadLocal<ProgramStatics> INHERITED =
      new InheritableThreadLocal<>();

  private static final VarHandle HOLDERS = MethodHandles.arrayElementVarHandle(Object[].class);

  private final SharedDomain domain;
  private final ClassLoader loader;
  private final Object state;
  private final Supplier<? extends Error> ending;

  // guarded by this; what it refers to is read by everybody
  private Object[] table = new Object[FIRST_SIZE];
  // guarded by this: classes that are being initialised or have failed; the rest are in the table
  private final Map<Integer, ClassInit> inits = new HashMap<>();
  // guarded by this: contexts of threads, by the loader the program gave them
  private final Map<@Nullable ClassLoader, WeakReference<ProgramContext>> contexts =
      new WeakHashMap<>();
  private final Map<Object, Object> monitors = new ConcurrentHashMap<>();
  private final ValueLocks valueLocks = new ValueLocks();
  private final ProgramContext context;
  private final AtomicInteger visits = new AtomicInteger();
  private volatile boolean ended;

  /**
   * The statics of a program that has not started.
   *
   * @param domain what defines its classes; also their class loader
   * @param state what the caller wants to find by thread; see {@link #state}
   * @param ending makes what is thrown to a thread that uses a static after the program's end
   */
  public ProgramStatics(SharedDomain domain, Object state, Supplier<? extends Error> ending) {
    this.domain = domain;
    this.loader = (ClassLoader) domain;
    this.state = state;
    this.ending = ending;
    context = new ProgramContext(this, loader);
  }

  /** What was given to the constructor. */
  public Object state() {
    return state;
  }

  public SharedDomain domain() {
    return domain;
  }

  ClassLoader loader() {
    return loader;
  }

  /** The context of a thread whose context class loader is that of the program's classes. */
  public ProgramContext context() {
    return context;
  }

  /** The context of a thread to which the program gave that context class loader. */
  public ProgramContext context(@Nullable ClassLoader user) {
    if (loader.equals(user)) {
      return context;
    }
    if (user instanceof ProgramContext seen && seen.program() == this) {
      return seen; // got by reflection, or from a thread class that overrides the getter
    }
    synchronized (this) {
      WeakReference<ProgramContext> known = contexts.get(user);
      ProgramContext found = known == null ? null : known.get();
      if (found == null) {
        found = new ProgramContext(this, user);
        contexts.put(user, new WeakReference<>(found));
      }
      return found;
    }
  }

  /** Called on the main thread before the program's first instruction. */
  public void enter() {
    INHERITED.set(this);
  }

  /** The program whose thread made the calling thread, where it let it inherit; or null. */
  public static @Nullable ProgramStatics inherited() {
    return INHERITED.get();
  }

  /**
   * Makes a platform thread known as one of this program's. The loader that the JDK gives threads
   * which inherit none is the application loader: to the program, its own.
   */
  public void adopt(Thread thread) {
    ClassLoader given = thread.getContextClassLoader();
    boolean isDefault = ClassLoader.getSystemClassLoader().equals(given);
    context(isDefault ? loader : given).adopt(thread);
  }

  synchronized Object[] table() {
    return table;
  }

  /**
   * The holder at that position, after initialising its class; unfinished if this thread is doing
   * that.
   */
  Holder holder(int index, Holder fresh) {
    ClassInit init;
    synchronized (this) {
      if (ended) {
        throw ending.get();
      }
      if (index < table.length && table[index] instanceof Holder ready) {
        return ready;
      }
      init = inits.computeIfAbsent(index, key -> new ClassInit(key, fresh, this));
    }
    return init.initialize();
  }

  /**
   * Makes a completely initialised holder visible. Readers come by an unordered read, but only
   * through the reference stored here.
   */
  void publish(int index, Holder ready) {
    put(index, ready);
    domain.tenants().published(this, ready);
  }

  private synchronized void put(int index, Holder ready) {
    if (ended) {
      return;
    }
    inits.remove(index);
    if (index >= table.length) {
      table = Arrays.copyOf(table, Math.max(index + 1, table.length * 2));
    }
    HOLDERS.setRelease(table, index, ready);
    context.table = table;
  }

  /** What this program locks instead of a class or an enum constant. */
  Object monitor(Object shared) {
    Object known = monitors.get(shared);
    return known != null ? known : monitors.computeIfAbsent(shared, key -> new Object());
  }

  /** What this program locks instead of a value of the JDK that others may have, too. */
  Object valueMonitor(Object value) {
    return valueLocks.of(value);
  }

  /** All that have been published. */
  synchronized List<Holder> holders() {
    return Stream.of(table).filter(Holder.class::isInstance).map(Holder.class::cast).toList();
  }

  /**
   * A thread of the JVM's is to run code of the program; {@link #depart} follows. A program that
   * has ended is not visited: a JVM that has exited runs neither finalizers nor cleaning actions.
   */
  void visit() {
    visits.incrementAndGet();
    if (ended) {
      depart();
      throw ending.get();
    }
  }

  void depart() {
    visits.decrementAndGet();
  }

  boolean isVisited() {
    return visits.get() > 0;
  }

  boolean hasEnded() {
    return ended;
  }

  Error ending() {
    return ending.get();
  }

  /** Lets go of all statics. A thread that uses one from now on gets what {@code ending} makes. */
  public void end() {
    List<ProgramContext> all = new ArrayList<>(List.of(context));
    List<ClassInit> waitedFor;
    synchronized (this) {
      ended = true;
    }
    domain.tenants().ended();
    synchronized (this) {
      table = NOTHING;
      contexts.values().stream().map(WeakReference::get).filter(Objects::nonNull).forEach(all::add);
      contexts.clear();
      waitedFor = List.copyOf(inits.values());
      inits.clear();
      monitors.clear();
      valueLocks.clear();
    }
    all.forEach(each -> each.table = NOTHING);
    waitedFor.forEach(ClassInit::wake);
  }
}
