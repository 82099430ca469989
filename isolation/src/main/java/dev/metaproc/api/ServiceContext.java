package dev.metaproc.api;

/**
 * The host services one program may call: what {@code %gs} was to a rank of Lockless MPI. A service
 * is published by interface when the program is built and called on the program's own thread.
 *
 * <p>Safe for use by any thread of the program.
 */
public interface ServiceContext {
  /**
   * The context of the program whose code calls this method. The call is redirected when the
   * program's class is loaded, so it is right on every thread the code runs on.
   *
   * @throws IllegalStateException when called by code that belongs to no program
   */
  @SuppressWarnings(
      "DoNotCallSuggester") // calls in programs are redirected; this body is for others
  static ServiceContext current() {
    throw new IllegalStateException(
        "ServiceContext.current() was called outside a program: start the class with mpiexec or"
            + " through a ProgramBuilder");
  }

  /**
   * The service published under {@code type}.
   *
   * @throws IllegalStateException when the host publishes no such service to this program
   */
  <T> T service(Class<T> type);

  /**
   * This program's end of the link that its host called {@code name}.
   *
   * @throws IllegalStateException when the host gave this program no such link
   */
  default <T> Link<T> link(String name) {
    throw new IllegalStateException("no link " + name + " was given to this program");
  }
}
