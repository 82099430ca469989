package dev.metaproc.rewriter;

/** Placeholder. */
public final class Rewriter {
  private Rewriter() {}
}
