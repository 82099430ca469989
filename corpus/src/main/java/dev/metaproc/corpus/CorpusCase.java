package dev.metaproc.corpus;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * One program of a corpus: a folder with {@code case.properties}, its inputs and what plain {@code
 * java} did.
 *
 * @param id the folder's name
 * @param descriptor the contents of {@code case.properties}; never changed
 */
record CorpusCase(String id, Path folder, Properties descriptor) {
  static final String DESCRIPTOR = "case.properties";

  static CorpusCase read(Path folder) throws IOException {
    Properties descriptor = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(DESCRIPTOR))) {
      descriptor.load(in);
    }
    return new CorpusCase(folder.getFileName().toString(), folder, descriptor);
  }

  /** The value of a key without surrounding blanks, or the empty string. */
  String get(String key) {
    return get(key, "");
  }

  String get(String key, String fallback) {
    return descriptor.getProperty(key, fallback).trim();
  }

  boolean isServer() {
    return get("kind", "batch").equals("server");
  }

  /** The words of a value that is a list. */
  List<String> words(String key) {
    String value = get(key);
    return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
  }

  /** The values of {@code prefix.1}, {@code prefix.2} and so on, as they are written. */
  List<String> numbered(String prefix) {
    List<String> values = new ArrayList<>();
    for (int i = 1; descriptor.getProperty(prefix + "." + i) != null; i++) {
      values.add(descriptor.getProperty(prefix + "." + i));
    }
    return values;
  }

  /** The values of all keys that begin with {@code prefix}, under what follows it. */
  Map<String, String> prefixed(String prefix) {
    Map<String, String> values = new TreeMap<>();
    for (String key : descriptor.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        values.put(key.substring(prefix.length()), descriptor.getProperty(key));
      }
    }
    return values;
  }

  /** Files that were resolved for it: role, path in the local repository, digest. */
  List<Artifact> artifacts() throws IOException {
    Path list = folder.resolve("resolved.tsv");
    List<Artifact> found = new ArrayList<>();
    if (Files.exists(list)) {
      for (String line : Files.readAllLines(list)) {
        String[] columns = line.split("\t");
        if (columns.length > 1) {
          found.add(new Artifact(columns[0], columns[1]));
        }
      }
    }
    return found;
  }

  /**
   * @param role {@code cp}, {@code client} or {@code extra}
   * @param path relative to the local Maven repository
   */
  record Artifact(String role, String path) {}
}
