import java.util.*;

/** Multi-dimensional static arrays, array initialisers, static array clone and aliasing. */
public class Arrays2 {
  static int[][] grid = {{1, 2}, {3, 4}};
  static final long[] SIEVE = new long[64];
  static String[] names = {"a", "b"};

  static {
    for (int i = 0; i < 64; i++) SIEVE[i] = i * i;
  }

  public static void main(String[] args) {
    int n = Integer.parseInt(args[0]);
    grid[1][0] += n;
    int[][] alias = grid;
    alias[0][1]++;
    names = new String[] {names[1], "c" + n};
    System.out.println(
        Arrays.deepToString(grid)
            + Arrays.toString(names)
            + SIEVE[7]
            + (grid.clone()[0] == alias[0]));
  }
}
