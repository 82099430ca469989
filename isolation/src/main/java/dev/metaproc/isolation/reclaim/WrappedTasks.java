package dev.metaproc.isolation.reclaim;

import dev.metaproc.isolation.shared.ModuleGrants;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/** Looks through what is put around a task: classes that log, measure or hand on thread-locals. */
final class WrappedTasks {
  private static final Unsafe UNSAFE;

  static {
    ModuleGrants.export("java.base", "jdk.internal.misc", WrappedTasks.class.getModule());
    UNSAFE = Unsafe.getUnsafe();
  }

  /** Wrappers are few; what is beyond is the task's own data. */
  private static final int MOST = 32;

  private WrappedTasks() {}

  /** The first object of that type among {@code outer} and the tasks it holds, and those hold. */
  static @Nullable Object find(Object outer, Class<?> type) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> next = new ArrayDeque<>();
    next.add(outer);
    while (!next.isEmpty() && seen.size() < MOST) {
      Object task = next.remove();
      if (type.isInstance(task)) {
        return task;
      }
      if (seen.add(task)) {
        for (Class<?> c = task.getClass(); c != null && c != Thread.class; c = c.getSuperclass()) {
          addHeld(task, c, next);
        }
      }
    }
    return null;
  }

  /** Reads past access checks: the classes are the program's, hidden ones and records included. */
  private static void addHeld(Object task, Class<?> declaring, Deque<Object> to) {
    for (Field field : fields(declaring)) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        Object held = UNSAFE.getReference(task, UNSAFE.objectFieldOffset(field));
        if (held instanceof Runnable || held instanceof Callable) {
          to.add(held);
        }
      }
    }
  }

  private static Field[] fields(Class<?> declaring) {
    try {
      return declaring.getDeclaredFields();
    } catch (LinkageError e) {
      return new Field[0]; // a type it names is missing
    }
  }
}
