package dev.metaproc.rewriter;

/** Placeholder. */
public final class Redirections {
  private Redirections() {}
}
