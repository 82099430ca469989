package dev.metaproc.rewriter.trial;

/** The code on trial did, or may do, something that depends on when it runs or that others see. */
final class Impure extends RuntimeException {
  private static final long serialVersionUID = 1;

  Impure(String what) {
    super(what, null, false, false);
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
