package dev.metaproc.corpus;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The cases and groups below a folder: a corpus, one of its halves, or a single case. */
record CorpusFolder(List<CorpusCase> cases, List<Group> groups) {
  /** Depth of a case below the root of a corpus: {@code visible/ecj-compile}. */
  private static final int DEPTH = 2;

  /**
   * Cases that run at the same time in one host.
   *
   * @param members ids; {@code id~2} is a second run of the same case
   */
  record Group(String id, List<String> members) {}

  static CorpusFolder read(Path root) throws IOException {
    List<CorpusCase> cases = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root, DEPTH + 1)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.equals(CorpusCase.DESCRIPTOR)) {
          cases.add(CorpusCase.read(file.toAbsolutePath().normalize().resolveSibling("")));
        } else if (name.equals("groups.tsv")) {
          groups.addAll(groupsIn(file));
        }
      }
    }
    return new CorpusFolder(cases, groups);
  }

  private static List<Group> groupsIn(Path file) throws IOException {
    List<Group> groups = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] columns = line.split("\t");
      if (!line.startsWith("#") && columns.length > 1) {
        groups.add(new Group(columns[0], List.of(columns[1].trim().split("\\s+"))));
      }
    }
    return groups;
  }

  /** What matches any of these globs; all, if there are none. */
  CorpusFolder select(List<String> globs) {
    List<PathMatcher> matchers =
        globs.stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    return new CorpusFolder(
        cases.stream().filter(each -> matches(matchers, each.id())).toList(),
        groups.stream()
            .filter(each -> matches(matchers, each.id()) || globs.isEmpty())
            .filter(each -> each.members().stream().allMatch(this::has))
            .toList());
  }

  private static boolean matches(List<PathMatcher> matchers, String id) {
    return matchers.isEmpty() || matchers.stream().anyMatch(each -> each.matches(Path.of(id)));
  }

  private boolean has(String member) {
    return cases.stream().anyMatch(each -> each.id().equals(caseOf(member)));
  }

  /** The case a member of a group names. */
  static String caseOf(String member) {
    int copy = member.indexOf('~');
    return copy < 0 ? member : member.substring(0, copy);
  }
}
