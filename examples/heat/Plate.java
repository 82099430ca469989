package heat;

/**
 * The rows of a plate that one rank owns, with one halo row above and one below: {@code rows + 2}
 * rows of {@code columns} temperatures in 0..1.
 */
final class Plate {
  private final int columns;
  private final int rows;
  private double[] now;
  private double[] next;

  Plate(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    now = new double[(rows + 2) * columns];
    next = new double[(rows + 2) * columns];
  }

  int rows() {
    return rows;
  }

  /** All temperatures, halo rows included; replaced by {@link #step}. */
  double[] cells() {
    return now;
  }

  /** Index of the first cell of a row; row 0 is the upper halo. */
  int row(int row) {
    return row * columns;
  }

  /** Heats the cells of a row between two columns to 1, and keeps them hot. */
  void heat(int row, int from, int to) {
    for (int column = from; column < to; column++) {
      now[row(row) + column] = 1;
      next[row(row) + column] = 1;
    }
  }

  /** One explicit step: each cell becomes the mean of its neighbours; the rim stays as it is. */
  void step() {
    for (int row = 1; row <= rows; row++) {
      int first = row(row);
      for (int i = first + 1; i < first + columns - 1; i++) {
        next[i] = 0.25 * (now[i - 1] + now[i + 1] + now[i - columns] + now[i + columns]);
      }
    }
    double[] done = next;
    next = now;
    now = done;
  }
}
