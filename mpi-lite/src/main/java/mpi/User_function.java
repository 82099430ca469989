package mpi;

/** A program's own reduction, made into an {@link Op}. */
public abstract class User_function {
  /**
   * Computes {@code inoutvec[i] = invec[i] op inoutvec[i]} for {@code count} items of {@code
   * datatype}, starting at the offsets. Both arrays are private copies and may be changed.
   */
  public abstract void Call(
      Object invec, int inoffset, Object inoutvec, int outoffset, int count, Datatype datatype);
}
