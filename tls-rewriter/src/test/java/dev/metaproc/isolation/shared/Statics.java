package dev.metaproc.isolation.shared;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the runtime of the isolation module, so that rewritten classes can be run here: one
 * thread, and a test says whose statics are the current ones.
 */
public final class Statics {
  private static final Map<Class<?>, Integer> INDEXES = new HashMap<>();
  private static Program current = new Program();

  private Statics() {}

  /** One program's statics. */
  public static final class Program {
    private final @Nullable Object[] table = new Object[100_000];
    private final Map<Integer, Holder> begun = new HashMap<>();
    private final IdentityHashMap<Object, Object> monitors = new IdentityHashMap<>();
    private final Set<Integer> failed = new HashSet<>();
  }

  /** Makes {@code program} the current one. */
  public static void run(Program program) {
    current = program;
  }

  public static int index(Class<?> holder) {
    int next = INDEXES.size();
    return INDEXES.computeIfAbsent(holder, h -> next);
  }

  public static @Nullable Object holder(int index) {
    return current.table[index];
  }

  public static Object initialize(int index, Holder fresh) {
    if (current.failed.contains(index)) {
      throw new NoClassDefFoundError("Could not initialize class");
    }
    @Nullable Holder begun = current.begun.putIfAbsent(index, fresh);
    if (begun != null) {
      return begun;
    }
    try {
      fresh.initializeSupers();
      fresh.initializeClass();
    } catch (Error e) {
      current.failed.add(index);
      throw e;
    } catch (Throwable e) {
      current.failed.add(index);
      throw new ExceptionInInitializerError(e);
    }
    current.table[index] = fresh;
    return fresh;
  }

  static Program current() {
    return current;
  }

  public static Object monitor(Object operand) {
    return operand instanceof Class || operand instanceof Enum
        ? current.monitors.computeIfAbsent(operand, o -> new Object())
        : operand;
  }
}
