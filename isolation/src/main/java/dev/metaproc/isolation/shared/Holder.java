package dev.metaproc.isolation.shared;

import org.jspecify.annotations.Nullable;

/**
 * The statics of one class in one program: superclass of the {@code C$$Statics} that the rewriter
 * generates beside a class {@code C}. A generated holder has one field for each static that moved;
 * one instance of it is made for each program that uses {@code C}.
 */
public abstract class Holder {
  static final String SUFFIX = "$$Statics";

  /** For generated holders. */
  protected Holder() {}

  /** Initialises the superclass and the superinterfaces that JVMS 5.5 step 7 names. */
  protected abstract void initializeSupers();

  /** Runs what was the class's static initialiser. */
  protected abstract void initializeClass();

  /** Sets what the generated class names: this holder, or none. */
  protected abstract void setSole(@Nullable Holder sole);

  /** Binary name of the class whose statics these are. */
  final String ownerName() {
    String name = getClass().getName();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  final SharedDomain domain() {
    return SharedDomain.of(getClass());
  }
}
