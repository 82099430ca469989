package dev.metaproc.isolation.shared;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one program locks instead of values of the JDK that other programs may have, too: literals
 * and interned strings, boxed numbers, what shared statics hold. Each is told by its identity.
 *
 * <p>Whoever holds a lock keeps its value, as in a JVM of its own: an interned string that nobody
 * else refers to must not be interned again as another object. Thread-safe.
 */
final class ValueLocks {
  private static final Set<Class<?>> VALUES =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class,
          MathContext.class,
          Pattern.class,
          Locale.class,
          UUID.class,
          URI.class,
          Duration.class,
          List.of().getClass(),
          List.of(1).getClass(),
          Set.of().getClass(),
          Set.of(1).getClass(),
          Map.of().getClass(),
          Map.of(1, 1).getClass(),
          Map.entry(1, 1).getClass());

  private static final ClassValue<Boolean> IS_VALUE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return VALUES.contains(type)
              || Charset.class.isAssignableFrom(type)
              || (Enum.class.isAssignableFrom(type) && type.getClassLoader() == null);
        }
      };

  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  // guarded by this
  private final Map<Value, WeakReference<Lock>> locks = new HashMap<>();

  /** To be locked; of class Object, so to speak: nobody looks at it. */
  private record Lock(Object value) {}

  /** A value as a key: equal to nothing once it has been collected, but to itself. */
  private static final class Value extends WeakReference<Object> {
    private final int hash;

    Value(Object value, @Nullable ReferenceQueue<Object> queue) {
      super(value, queue);
      hash = System.identityHashCode(value);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      Object value = get();
      return this == other || (value != null && other instanceof Value key && key.refersTo(value));
    }
  }

  /** Whether {@link #of} is to be asked for what to lock. */
  static boolean isValue(Object operand) {
    Class<?> type = operand.getClass();
    return type != Object.class && IS_VALUE.get(type);
  }

  /** The same as long as anybody uses it. */
  synchronized Object of(Object value) {
    forgetCollected();
    WeakReference<Lock> known = locks.get(new Value(value, null));
    Lock lock = known == null ? null : known.get();
    if (lock == null) {
      lock = new Lock(value);
      locks.put(new Value(value, collected), new WeakReference<>(lock));
    }
    return lock;
  }

  private void forgetCollected() {
    for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
      locks.remove(gone);
    }
  }

  synchronized void clear() {
    locks.clear();
  }
}
