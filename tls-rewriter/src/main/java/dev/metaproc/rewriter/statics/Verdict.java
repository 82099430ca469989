package dev.metaproc.rewriter.statics;

/**
 * What becomes of a class in shared mode.
 *
 * @param reason for a veto what cannot be made exact, as a clause; else what the class has
 */
public record Verdict(Kind kind, String reason) {
  /** How a class is shared, if it is. */
  public enum Kind {
    /** It has no state of its own; only its uses of other classes' statics change. */
    KEEP,
    /** Its statics, or its initialiser's effects, are per program. */
    STATICS,
    /** It cannot be treated exactly: programs that have it on their class path are not shared. */
    VETO
  }

  static Verdict keep(String reason) {
    return new Verdict(Kind.KEEP, reason);
  }

  static Verdict statics(String reason) {
    return new Verdict(Kind.STATICS, reason);
  }

  static Verdict veto(String reason) {
    return new Verdict(Kind.VETO, reason);
  }

  /** Says whether the class sends its image to loader mode. */
  public boolean isVeto() {
    return kind == Kind.VETO;
  }
}
