package dev.metaproc.isolation.shared;

/** What emitted holders extend; the isolation module has the real one. */
public abstract class Holder {
  protected abstract void initializeSupers();

  protected abstract void initializeClass();
}
