package dev.metaproc.rewriter;

/**
 * One row of the table: what happens where a program's code names one member of the JDK.
 *
 * <p>The row is applied at the <em>call site</em>, so it holds on whatever thread the code runs,
 * and costs nothing in classes that do not name the member.
 */
public sealed interface Redirection {
  /** The member this row is about. */
  Member member();

  /** What the program sees, in one sentence for {@code docs/jdk-redirections.md}. */
  String effect();

  /** How a replaced member is named at its use site. */
  enum Use {
    STATIC_CALL,
    INSTANCE_CALL,
    FIELD_READ
  }

  /**
   * The use becomes a call of one static hook method. The hook takes the program's state, then the
   * receiver if there is one, then the arguments, and returns what the member returns.
   *
   * @param hook simple name of the class that holds the hook; its method has the member's name
   */
  record Replace(Member member, Use use, String hook, String effect) implements Redirection {}

  /**
   * The call stays, and what it is given is first resolved against the program's working directory:
   * the receiver if it is a {@code File} or {@code Path}, every {@code File} and {@code Path}
   * argument, and the first {@code String} argument if {@code namesFile}. A {@code File} or {@code
   * Path} that comes back is made relative again, so that the program sees the name it gave.
   */
  record Resolve(Member member, boolean receiver, boolean namesFile, String effect)
      implements Redirection {}

  /**
   * The call stays and is itself a call by reflection: what it is given, such as the {@code
   * Method}, its receiver and its arguments, is first replaced by what the row of the member it
   * names says.
   */
  record Reflect(Member member, String effect) implements Redirection {}

  /** The call stays as it is, although a general rule would change it. */
  record Keep(Member member, String effect) implements Redirection {}

  /**
   * The call stays; before it the hook is shown the receiver and the argument, if any. Matches the
   * member on every class of the program too, since a subclass may inherit it.
   */
  record Before(Member member, String hook, String effect) implements Redirection {}
}
