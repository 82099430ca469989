package dev.metaproc.isolation.shared;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a static field as reflection shows it (a ghost, which holds nothing) to the one in the
 * holder.
 */
final class Ghosts {
  private static final ClassValue<Optional<Ghosts>> OF =
      new ClassValue<>() {
        @Override
        protected Optional<Ghosts> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private final Class<?> holder;
  private final Lookup lookup;
  private final MethodHandle get;

  private Ghosts(Class<?> holder) throws ReflectiveOperationException {
    this.holder = holder;
    // a lookup of ours would tie our loader to this holder by name: other images have such classes
    this.lookup = MethodHandles.privateLookupIn(holder, MethodHandles.lookup());
    this.get = lookup.findStatic(holder, "get", MethodType.methodType(holder));
  }

  private static Optional<Ghosts> find(Class<?> type) {
    if (!(type.getClassLoader() instanceof SharedDomain) || type.isHidden() || type.isArray()) {
      return Optional.empty();
    }
    try {
      String name = type.getName() + Holder.SUFFIX;
      return Optional.of(new Ghosts(Class.forName(name, true, type.getClassLoader())));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the holder of " + type.getName() + " is malformed", e);
    }
  }

  /** The moved statics of a class, or null if it has none. */
  static @Nullable Ghosts of(Class<?> type) {
    return OF.get(type).orElse(null);
  }

  /** May use every member of the holder. */
  Lookup lookup() {
    return lookup;
  }

  /** Gives the calling program's holder, after initialising the class. */
  MethodHandle get() {
    return get;
  }

  /** The calling program's holder, after initialising the class. */
  Object holder() {
    try {
      return get.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The field that has the value of {@code field}; null if that is where it says it is. */
  static @Nullable Field moved(Field field) {
    if (!Modifier.isStatic(field.getModifiers())) {
      return null;
    }
    Ghosts ghosts = of(field.getDeclaringClass());
    if (ghosts == null) {
      return null;
    }
    try {
      Field own = ghosts.holder.getDeclaredField(field.getName());
      return own.getType() == field.getType() && !Modifier.isStatic(own.getModifiers())
          ? own
          : null;
    } catch (NoSuchFieldException e) {
      return null;
    }
  }
}
