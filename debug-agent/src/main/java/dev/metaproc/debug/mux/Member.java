package dev.metaproc.debug.mux;

import java.lang.reflect.Modifier;

/** A field or method of a class. */
record Member(long id, String name, String signature, int modifiers) {
  boolean isStatic() {
    return Modifier.isStatic(modifiers);
  }
}
