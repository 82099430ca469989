package dev.metaproc.isolation.shared;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;

/**
 * Which classes the JDK initialises when it first describes them for serialisation: those whose
 * version it reads, and those that it is to make objects of without their constructor.
 */
public final class Serialization {
  private static final ClassValue<Boolean> INITIALIZES =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type.getClassLoader() instanceof SharedDomain
              && Serializable.class.isAssignableFrom(type)
              && !Enum.class.isAssignableFrom(type)
              && (declaresVersion(type) || isMadeWithoutConstructor(type));
        }
      };

  private Serialization() {}

  /** Initialises the class for the calling program, and its superclasses, if the JDK would. */
  public static void initialize(Class<?> type) {
    if (INITIALIZES.get(type)) {
      Reflection.initialize(type);
    }
  }

  private static boolean isMadeWithoutConstructor(Class<?> type) {
    return !type.isRecord() && !Externalizable.class.isAssignableFrom(type);
  }

  private static boolean declaresVersion(Class<?> type) {
    try {
      Field version = type.getDeclaredField("serialVersionUID");
      return !version.isSynthetic();
    } catch (NoSuchFieldException e) {
      return false;
    }
  }
}
