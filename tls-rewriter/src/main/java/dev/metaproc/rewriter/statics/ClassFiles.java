package dev.metaproc.rewriter.statics;

import org.jspecify.annotations.Nullable;

/** The class files of an image, as its jars have them. Must be thread-safe and never change. */
@FunctionalInterface
public interface ClassFiles {
  /**
   * The class file of that internal name, such as {@code java/lang/String}; null if it is not a
   * class of the image but the JDK's, the host's, or missing.
   */
  byte @Nullable [] find(String internalName);
}
