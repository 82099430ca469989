package dev.metaproc.isolation.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A program's own of the loggers that the JDK's classes keep in static fields. Such a logger was
 * made by the provider of the program that came first, or asks for one when it is first used and
 * keeps that for ever. Here all that programs cause to be made ask, and each program has what is
 * behind them made anew.
 *
 * <pre>
 *   static Logger of a JDK class ─ JdkLazyLogger ─ LazyLoggerAccessor ─ own(…) ─ the program's logger
 * </pre>
 *
 * Thread-safe.
 */
public final class JdkLoggers {
  private static final String LAZY = "jdk.internal.logger.LazyLoggers";

  private final Map<Object, Object> ownByShared = Collections.synchronizedMap(new WeakHashMap<>());
  private final Set<Object> own =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** What this JDK calls what we use; looked up once. */
  private static final class Accessors {
    static final Class<?> TYPE = JdkInternals.named(LAZY + "$LazyLoggerAccessor");
    static final Class<?> FACTORIES = JdkInternals.named(LAZY + "$LazyLoggerFactories");
    static final Class<?> BRIDGE = JdkInternals.named("sun.util.logging.PlatformLogger$Bridge");
    static final MethodHandle LOGGER =
        JdkInternals.method(TYPE, "wrapped", JdkInternals.named("java.lang.System$Logger"))
            .asType(MethodType.methodType(Object.class, Object.class));
    static final MethodHandle BRIDGED =
        JdkInternals.method(TYPE, "platform", BRIDGE)
            .asType(MethodType.methodType(Object.class, Object.class));

    private Accessors() {}
  }

  /** One that asks for what is behind it when it is used. */
  public static Object lazy(String name, Module module) {
    Class<?> type = JdkInternals.named(LAZY + "$JdkLazyLogger");
    Class<?>[] types = {String.class, Module.class};
    return JdkInternals.create(type, types, name, module);
  }

  /** Whether the accessor is one of the JVM's, not one that was made here. */
  public boolean isShared(Object accessor) {
    return !own.contains(accessor);
  }

  public Object logger(Object accessor) {
    return Objects.requireNonNull(JdkInternals.call(Accessors.LOGGER, own(accessor)));
  }

  /** The same for {@code PlatformLogger}; null where the program's logger is none for it. */
  public @Nullable Object platformLogger(Object accessor) {
    return JdkInternals.call(Accessors.BRIDGED, own(accessor));
  }

  private Object own(Object accessor) {
    return ownByShared.computeIfAbsent(accessor, this::copy);
  }

  private Object copy(Object accessor) {
    WeakReference<?> module =
        (WeakReference<?>) JdkInternals.get(accessor, "moduleRef", WeakReference.class);
    Object made =
        JdkInternals.create(
            Accessors.TYPE,
            new Class<?>[] {String.class, Accessors.FACTORIES, Module.class, BooleanSupplier.class},
            JdkInternals.get(accessor, "name", String.class),
            JdkInternals.get(accessor, "factories", Accessors.FACTORIES),
            module.get(),
            JdkInternals.find(accessor, "isLoadingThread", BooleanSupplier.class));
    own.add(made);
    return made;
  }
}
