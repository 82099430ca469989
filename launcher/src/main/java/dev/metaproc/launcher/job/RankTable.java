package dev.metaproc.launcher.job;

import dev.metaproc.isolation.Isolation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ranks of a job as {@code ps} would list them. */
final class RankTable {
  private static final List<String> HEAD =
      List.of("RANK", "PID", "THREAD", "CLASSES", "STATE", "EXIT", "COMMAND");

  private RankTable() {}

  static String of(List<Rank> ranks) {
    List<List<String>> rows = ranks.stream().map(RankTable::row).toList();
    List<Integer> widths =
        IntStream.range(0, HEAD.size()).mapToObj(column -> width(rows, column)).toList();
    String body = rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    return line(HEAD, widths) + "\n" + body;
  }

  private static List<String> row(Rank rank) {
    return List.of(
        String.valueOf(rank.number()),
        String.valueOf(rank.program().pid()),
        word(rank.thread()),
        rank.program().isolation() == Isolation.SHARED ? "shared" : "own",
        word(rank.program().phase()),
        rank.program().exitCode().stream().mapToObj(String::valueOf).findFirst().orElse("-"),
        rank.program().commandLine());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static int width(List<List<String>> rows, int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(widest, HEAD.get(column).length());
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(cells.get(i)).append(" ".repeat(widths.get(i) - cells.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
