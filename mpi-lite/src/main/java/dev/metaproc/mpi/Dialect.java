package dev.metaproc.mpi;

/**
 * Where the two Java bindings differ in more than names. Open MPI's operations begin in lower case,
 * MPJ Express' in upper case, so an operation's name tells whose program calls.
 */
final class Dialect {
  private Dialect() {}

  /**
   * Programs for Open MPI, many of them ported from C, pass an {@code int[]} as bytes and send
   * small buffered messages with no buffer attached.
   */
  static boolean isOpenMpi(String operation) {
    return Character.isLowerCase(operation.charAt(0));
  }
}
