package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Grid;
import java.util.Arrays;
import java.util.Objects;

/** A communicator whose ranks form a grid, the last dimension varying fastest (MPI-4.1 8.5). */
public class Cartcomm extends Intracomm {
  private final Grid grid;

  Cartcomm(Communicator core, Grid grid, Attributes attributes) {
    super(core, attributes);
    this.grid = grid;
  }

  final Grid grid() {
    return grid;
  }

  @Override
  public Cartcomm clone() {
    return new CartComm(duplicate(), grid, copyOfAttributes());
  }

  @Override
  final Neighbourhood neighbourhood(String operation) {
    core.check(operation);
    int me = core.member();
    int[] around = new int[2 * grid.rank()];
    for (int dimension = 0; dimension < grid.rank(); dimension++) {
      around[2 * dimension] = grid.shifted(me, dimension, -1);
      around[2 * dimension + 1] = grid.shifted(me, dimension, 1);
    }
    return new Neighbourhood(around, around, true);
  }

  @Override
  public int Topo_test() {
    core.check("Topo_test");
    return MPI.CART;
  }

  public CartParms Get() {
    core.check("Get");
    return new CartParms(grid.dimensions(), grid.periodic(), grid.coordinates(core.member()));
  }

  /** The rank at the coordinates; they wrap in periodic dimensions. */
  public int Rank(int[] coords) {
    core.check("Rank");
    Arguments.given("Rank", "array of coordinates", coords);
    requireDimensions("Rank", "coordinates", coords.length);
    int rank = grid.rankAt(coords);
    if (rank == MPI.PROC_NULL) {
      throw new MPIException(
          ErrorClass.ARG,
          ("Rank: the coordinates " + Arrays.toString(coords) + " are outside of ")
              + (grid + ": stay inside in dimensions that are not periodic"));
    }
    return rank;
  }

  public int[] Coords(int rank) {
    core.check("Coords");
    if (rank < 0 || rank >= core.size()) {
      throw new MPIException(
          ErrorClass.RANK,
          ("Coords: " + rank + " is not a rank of " + core.name())
              + (" (size " + core.size() + "): use 0.." + (core.size() - 1)));
    }
    return grid.coordinates(rank);
  }

  /** Whom to receive from and send to, to move data {@code disp} steps along a dimension. */
  public ShiftParms Shift(int direction, int disp) {
    core.check("Shift");
    if (direction < 0 || direction >= grid.rank()) {
      throw new MPIException(
          ErrorClass.DIMS,
          "Shift: " + direction + " is not a dimension of " + grid + ": count from 0");
    }
    int me = core.member();
    return new ShiftParms(grid.shifted(me, direction, -disp), grid.shifted(me, direction, disp));
  }

  /** The sub-grid this rank is in when only some dimensions remain; collective. */
  public Cartcomm Sub(boolean[] remain_dims) {
    core.check("Sub");
    Arguments.given("Sub", "array of flags", remain_dims);
    requireDimensions("Sub", "flags", remain_dims.length);
    int[] position = grid.subPosition(core.member(), remain_dims);
    String agreed = Arrays.toString(Arrays.copyOf(remain_dims, grid.rank()));
    Communicator made = core.split("Sub", position[0], position[1], agreed);
    return new CartComm(Objects.requireNonNull(made), grid.sub(remain_dims), new Attributes());
  }

  /** The rank this one would have in such a grid; {@code MPI.UNDEFINED} if outside. */
  public int Map(int[] dims, boolean[] periods) {
    core.check("Map");
    return core.member() < grid("Map", dims, periods).size() ? core.member() : MPI.UNDEFINED;
  }

  /**
   * Fills the zeros of {@code dims} so that their product is {@code nnodes}, as even as possible.
   */
  public static void Dims_create(int nnodes, int[] dims) {
    if (nnodes < 1) {
      throw new MPIException(ErrorClass.DIMS, "Dims_create: " + nnodes + " nodes: use 1 or more");
    }
    for (int each : Arguments.given("Dims_create", "array of dimensions", dims)) {
      if (each < 0) {
        throw new MPIException(
            ErrorClass.DIMS, "Dims_create: dimension " + each + " is negative: use 0 for free");
      }
    }
    String given = Arrays.toString(dims);
    if (!Grid.fill(nnodes, dims)) {
      throw new MPIException(
          ErrorClass.DIMS,
          ("Dims_create: the dimensions " + given + " do not divide " + nnodes + " nodes")
              + ": use divisors, or 0 for free");
    }
  }

  /** Programs written for MPJ Express pass more periods than dimensions; the first ones count. */
  static Grid grid(String operation, int[] dims, boolean[] periods) {
    Arguments.given(operation, "array of dimensions", dims);
    Arguments.given(operation, "array of periods", periods);
    if (periods.length < dims.length) {
      throw new MPIException(
          ErrorClass.DIMS,
          (operation + ": " + dims.length + " dimensions but " + periods.length + " periods")
              + ": pass one period for each dimension");
    }
    for (int each : dims) {
      if (each < 1) {
        throw new MPIException(
            ErrorClass.DIMS, operation + ": dimension " + each + " is not positive: use 1 or more");
      }
    }
    return new Grid(dims, Arrays.copyOf(periods, dims.length));
  }

  /** More than there are dimensions may be given; the first ones count. */
  private void requireDimensions(String operation, String what, int given) {
    if (given < grid.rank()) {
      throw new MPIException(
          ErrorClass.DIMS,
          (operation + ": " + given + " " + what + " for " + grid)
              + ": pass one for each dimension");
    }
  }
}
