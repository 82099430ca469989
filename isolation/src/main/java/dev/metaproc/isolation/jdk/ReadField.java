package dev.metaproc.isolation.jdk;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Holds what a program reads by reflection instead of a static field of the JDK. */
public final class ReadField {
  static final Field VALUE = field();

  /** Public, so that any program may read it. */
  public final @Nullable Object value;

  ReadField(@Nullable Object value) {
    this.value = value;
  }

  private static Field field() {
    try {
      return ReadField.class.getField("value");
    } catch (NoSuchFieldException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
