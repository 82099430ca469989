package heat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;
import mpi.MPI;
import mpi.Request;

/**
 * Solves the heat equation on a square plate that is hot along a part of its upper edge, draws it
 * on the terminal and writes {@code heat.png} into the working directory.
 *
 * <p>{@code bin/mpiexec -n 4 examples/heat [size] [steps]}
 */
public final class Heat {
  private static final int HALO = 1;
  private static final String SHADES = " .:-=+*#%@";

  private Heat() {}

  /** Runs the solver; rank 0 draws the result. */
  public static void main(String[] args) throws IOException {
    String[] own = MPI.Init(args);
    int rank = MPI.COMM_WORLD.Rank();
    int ranks = MPI.COMM_WORLD.Size();
    int size = own.length > 0 ? Integer.parseInt(own[0]) : 256;
    int steps = own.length > 1 ? Integer.parseInt(own[1]) : 4000;
    int rows = size / ranks;
    if (rows * ranks != size) {
      throw new IllegalArgumentException(
          "size " + size + " is not a multiple of " + ranks + " ranks: choose another");
    }

    Plate plate = new Plate(size, rows);
    double start = MPI.Wtime();
    for (int step = 0; step < steps; step++) {
      if (rank == 0) {
        plate.heat(0, size / 4, size / 2);
      }
      exchange(plate, size, rank, ranks);
      plate.step();
    }

    double[] whole = new double[rank == 0 ? size * size : 0];
    int mine = rows * size;
    MPI.COMM_WORLD.Gather(
        plate.cells(), plate.row(1), mine, MPI.DOUBLE, whole, 0, mine, MPI.DOUBLE, 0);
    if (rank == 0) {
      System.out.print(draw(whole, size));
      ImageIO.write(image(whole, size), "png", new File("heat.png"));
      System.out.printf(
          "%d x %d cells, %d steps, %d ranks: %.3f s; drawn to %s%n",
          size, size, steps, ranks, MPI.Wtime() - start, new File("heat.png").getAbsolutePath());
    }
    MPI.Finalize();
  }

  /** Sends the outer rows to the neighbours and receives theirs into the halo rows. */
  private static void exchange(Plate plate, int size, int rank, int ranks) {
    int above = rank == 0 ? MPI.PROC_NULL : rank - 1;
    int below = rank == ranks - 1 ? MPI.PROC_NULL : rank + 1;
    double[] cells = plate.cells();
    int last = plate.rows();
    Request[] requests = {
      MPI.COMM_WORLD.Irecv(cells, plate.row(0), size, MPI.DOUBLE, above, HALO),
      MPI.COMM_WORLD.Irecv(cells, plate.row(last + 1), size, MPI.DOUBLE, below, HALO),
      MPI.COMM_WORLD.Isend(cells, plate.row(1), size, MPI.DOUBLE, above, HALO),
      MPI.COMM_WORLD.Isend(cells, plate.row(last), size, MPI.DOUBLE, below, HALO),
    };
    Request.Waitall(requests);
  }

  private static String draw(double[] cells, int size) {
    StringBuilder picture = new StringBuilder();
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 60; x++) {
        double value = cells[y * size / 20 * size + x * size / 60];
        picture.append(SHADES.charAt(shade(value)));
      }
      picture.append('\n');
    }
    return picture.toString();
  }

  /** The square root brings out the faint warmth far from the edge. */
  private static int shade(double value) {
    return Math.min(SHADES.length() - 1, (int) (Math.sqrt(value) * SHADES.length()));
  }

  private static BufferedImage image(double[] cells, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < cells.length; i++) {
      double warm = Math.sqrt(cells[i]);
      int red = (int) (255 * Math.min(1, 2 * warm));
      int green = (int) (255 * Math.max(0, 2 * warm - 1));
      int blue = (int) (96 * (1 - warm));
      image.setRGB(i % size, i / size, red << 16 | green << 8 | blue);
    }
    return image;
  }
}
