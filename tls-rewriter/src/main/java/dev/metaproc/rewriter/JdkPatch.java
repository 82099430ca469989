package dev.metaproc.rewriter;

/**
 * One change inside a class of the JDK, for what a call site cannot do: state that code of the JDK
 * itself reads. The class is redefined when the first program needs it, and not before.
 */
public sealed interface JdkPatch {
  /** The field or method this row is about. */
  Member member();

  /** What the program sees, in one sentence for {@code docs/jdk-redirections.md}. */
  String effect();

  /**
   * Every use of a static field outside the static initialiser goes through a hook, which knows the
   * value of the program the thread belongs to.
   *
   * @param reads number of instructions in this JDK that read it; another number is an error
   * @param writes the same for those that write it
   * @param initial name of the method of {@code Initials} that makes a program's first value; the
   *     empty string gives it the JVM's until the program writes its own
   */
  record StaticField(Member member, int reads, int writes, String initial, String effect)
      implements JdkPatch {}

  /** What the method returns goes through the hook of that name. */
  record Result(Member member, String hook, String effect) implements JdkPatch {}

  /**
   * The method begins with a call of the hook of that name, which is given the method's arguments;
   * if it says {@code true} the method returns at once. The method must return {@code void}.
   */
  record Unless(Member member, String hook, String effect) implements JdkPatch {}

  /**
   * Where the hook {@code guard} says {@code true} of the receiver, the method returns what the
   * hook of that name returns, given the receiver and the arguments.
   */
  record Instead(Member member, String guard, String hook, String effect) implements JdkPatch {}

  /** The method's argument of that number, a reference, goes through the hook first. */
  record Argument(Member member, int number, String hook, String effect) implements JdkPatch {}

  /**
   * The class file a method defines, its arguments 2 to 4, goes through the hook {@code define};
   * the method must be an instance method of a class loader that takes the class's name first.
   */
  record ClassFile(Member member, String effect) implements JdkPatch {}

  /**
   * The class is left as it is, but the host initialises it before any program does, and calls this
   * static method without parameters unless it is the initialiser: the threads that it starts for
   * the whole JVM are then nobody's.
   */
  record Begun(Member member, String effect) implements JdkPatch {}
}
