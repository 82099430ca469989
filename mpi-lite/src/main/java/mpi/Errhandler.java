package mpi;

/**
 * What the program wants done about errors. Both handlers throw: an exception nobody catches ends
 * the rank and with it the job, which is what {@code ERRORS_ARE_FATAL} asks for.
 */
public class Errhandler {
  private final String name;

  Errhandler(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
