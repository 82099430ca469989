package dev.metaproc.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a run left behind, in the form of the files under {@code expected/}, and how it differs from
 * them. Streams and texts are read as ISO-8859-1, so that no byte is lost.
 */
final class Observation {
  private static final int SHOWN = 300;

  private final Workplace place;
  private final Normaliser normaliser;

  Observation(Workplace place) throws IOException {
    this.place = place;
    this.normaliser = new Normaliser(place);
  }

  /**
   * One line for each difference from {@code expected/}.
   *
   * @param exit the exit code, or null if it is not to be compared
   */
  List<String> differences(@Nullable Integer exit) throws IOException {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> seen : files(exit).entrySet()) {
      Path expected = place.source().folder().resolve("expected").resolve(seen.getKey());
      String text = Files.exists(expected) ? Files.readString(expected, ISO_8859_1) : "";
      if (!text.equals(seen.getValue())) {
        differences.add(seen.getKey() + " " + firstDifference(text, seen.getValue()));
      }
    }
    return differences;
  }

  /** Makes what was seen the expectation of the case. */
  void record(@Nullable Integer exit) throws IOException {
    Path expected = place.source().folder().resolve("expected");
    Files.createDirectories(expected);
    for (Map.Entry<String, String> seen : files(exit).entrySet()) {
      Files.writeString(expected.resolve(seen.getKey()), seen.getValue(), ISO_8859_1);
    }
  }

  private Map<String, String> files(@Nullable Integer exit) throws IOException {
    CorpusCase source = place.source();
    SortedMap<String, String> files = new TreeMap<>();
    for (String stream : List.of("stdout", "stderr")) {
      String fallback = stream.equals("stdout") ? "exact" : "none";
      if (!source.get("check." + stream, fallback).equals("none")) {
        files.put(stream + ".txt", stream(stream));
      }
    }
    if (source.isServer()) {
      files.put("client.txt", stream("client"));
    }
    if (!source.get("check.tree", "true").equals("false")) {
      files.put("tree.txt", tree());
    }
    String outputs = outputs();
    if (!outputs.isEmpty()) {
      files.put("files.tsv", outputs);
    }
    if (exit != null) {
      files.put("exit.txt", exit + "\n");
    }
    return files;
  }

  private String stream(String name) throws IOException {
    Path file = place.file(name);
    return Files.exists(file) ? normaliser.apply(name, Files.readString(file, ISO_8859_1)) : "";
  }

  private String tree() throws IOException {
    StringBuilder names = new StringBuilder();
    for (Path file : regularFiles(place.directory())) {
      names.append(place.directory().relativize(file)).append('\n');
    }
    for (Path file : regularFiles(place.home())) {
      names.append("~/").append(place.home().relativize(file)).append('\n');
    }
    TreeSet<String> lines = new TreeSet<>();
    normaliser
        .apply("tree", names.toString())
        .lines()
        .filter(l -> !l.isBlank())
        .forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  private String outputs() throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    for (String output : place.source().numbered("out")) {
      String[] words = output.trim().split("\\s+");
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + words[0]);
      for (Path file : regularFiles(place.directory())) {
        Path relative = place.directory().relativize(file);
        if (matcher.matches(relative)) {
          String name = normaliser.apply("tree", relative.toString());
          found.put(name, name + "\t" + words[1] + "\t" + digest(file, words[1]) + "\n");
        }
      }
    }
    return String.join("", found.values());
  }

  private static List<Path> regularFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String digest(Path file, String mode) throws IOException {
    return switch (mode) {
      case "exists" -> "exists";
      case "sha256" -> sha256(Files.readAllBytes(file));
      case "text" -> textDigest(Files.readString(file, ISO_8859_1));
      case "zip" -> zipDigest(file);
      default ->
          throw new CorpusException(
              "output mode '" + mode + "' is unknown: sha256, text, zip and exists are");
    };
  }

  private String textDigest(String text) {
    return sha256(normaliser.apply("file", text).getBytes(ISO_8859_1));
  }

  private String zipDigest(Path file) throws IOException {
    SortedMap<String, String> entries = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = zip.readAllBytes();
        String name = entry.getName();
        boolean raw = name.matches(".*\\.(class|png|dat|jpg)");
        String digest = raw ? sha256(bytes) : textDigest(new String(bytes, ISO_8859_1));
        entries.put(name, name.endsWith("/") ? "dir" : digest);
      }
    }
    return sha256(entries.toString().getBytes(UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }

  private static String firstDifference(String expected, String seen) {
    String[] left = expected.split("\n", -1);
    String[] right = seen.split("\n", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      String one = i < left.length ? left[i] : "(end)";
      String other = i < right.length ? right[i] : "(end)";
      if (!one.equals(other)) {
        return "line "
            + (i + 1)
            + "\n      java:   "
            + shortened(one)
            + "\n      hosted: "
            + shortened(other);
      }
    }
    return "differs";
  }

  private static String shortened(String line) {
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
