package dev.metaproc.launcher.host;

import com.google.gson.JsonParseException;
import dev.metaproc.launcher.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of programs on disk, so that exit codes and logs outlive even a host that was
 * killed. A record is replaced whole or not at all. Thread-safe for different programs.
 */
final class RecordStore {
  private static final String FILE = "record.json";

  private final Path directory;

  RecordStore(Path directory) {
    this.directory = directory;
  }

  /** Everything but what only a running program has. */
  record Stored(
      String id,
      ProgramSpec spec,
      ProgramState state,
      Instant created,
      @Nullable Instant started,
      @Nullable Instant ended,
      @Nullable Integer exitCode,
      int restarts,
      String reason) {}

  Path directoryOf(String id) {
    return directory.resolve(id);
  }

  void save(Stored record) {
    Path home = directoryOf(record.id);
    try {
      Files.createDirectories(home);
      Path fresh = Files.writeString(home.resolve(FILE + ".new"), Json.line(record) + "\n");
      Files.move(
          fresh,
          home.resolve(FILE),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All readable records, the oldest first. */
  List<Stored> load() throws IOException {
    List<Stored> records = new ArrayList<>();
    try (Stream<Path> homes = Files.list(directory)) {
      for (Path home : homes.toList()) {
        Stored record = read(home.resolve(FILE));
        if (record != null) {
          records.add(record);
        }
      }
    }
    records.sort((a, b) -> a.created.compareTo(b.created));
    return records;
  }

  /** Null for what is no record: another file, or one of a version that wrote them otherwise. */
  private static @Nullable Stored read(Path file) throws IOException {
    try {
      Stored record = Json.read(Files.readString(file), Stored.class);
      return record == null || record.spec == null || record.state == null ? null : record;
    } catch (NoSuchFileException | NotDirectoryException | JsonParseException e) {
      return null;
    } catch (java.nio.file.FileSystemException e) {
      return null; // a plain file where a directory would be
    }
  }

  void remove(String id) {
    Path home = directoryOf(id);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
