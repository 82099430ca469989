package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.Grid;

/**
 * A grid in Open MPI's spelling. Its name differs from its superclass' in case alone: keep the
 * classes in a jar where the file system does not tell them apart.
 */
public final class CartComm extends Cartcomm {
  CartComm(Communicator core, Grid grid, Attributes attributes) {
    super(core, grid, attributes);
  }

  @Override
  public CartComm clone() {
    return new CartComm(duplicate(), grid(), copyOfAttributes());
  }

  @Override
  public CartComm dup() {
    return clone();
  }

  @Override
  public CartComm iDup() {
    return clone();
  }

  @Override
  public CartComm dupWithInfo(Info info) {
    CartComm copy = clone();
    copy.setInfo(info);
    return copy;
  }

  /** As {@link Cartcomm#Rank}. */
  public int getRank(int[] coords) {
    return Rank(coords);
  }

  /** As {@link Cartcomm#Coords}. */
  public int[] getCoords(int rank) {
    return Coords(rank);
  }

  /** As {@link Cartcomm#Get}. */
  public CartParms getTopo() {
    return Get();
  }

  /** As {@link Cartcomm#Shift}. */
  public ShiftParms shift(int direction, int disp) {
    return Shift(direction, disp);
  }

  /** As {@link Cartcomm#Sub}. */
  public CartComm sub(boolean[] remainDims) {
    return (CartComm) Sub(remainDims);
  }

  /** As {@link Cartcomm#Map}. */
  public int map(int[] dims, boolean[] periods) {
    return Map(dims, periods);
  }

  /** As {@link Cartcomm#Dims_create}. */
  public static void createDims(int nNodes, int[] dims) {
    Dims_create(nNodes, dims);
  }
}
