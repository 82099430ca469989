package dev.metaproc.debug.console;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Source files by the names that class files have for them. */
final class Sources {
  private final List<Path> directories;
  private final Map<Path, List<String>> read = new HashMap<>();

  Sources(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /** The lines of the file that a place is in; empty when it is not found. */
  Optional<List<String>> lines(Location location, String programDirectory) {
    List<String> names = new ArrayList<>();
    try {
      names.add(location.sourcePath());
      names.add(location.sourceName());
    } catch (AbsentInformationException e) {
      return Optional.empty();
    }
    List<Path> places = new ArrayList<>(directories);
    places.add(Path.of(programDirectory));
    places.add(Path.of(programDirectory, "src", "main", "java"));
    for (Path place : places) {
      for (String name : names) {
        Path file = place.resolve(name);
        if (Files.isRegularFile(file)) {
          return Optional.of(read.computeIfAbsent(file, Sources::read));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
