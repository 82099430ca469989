package dev.metaproc.launcher.daemon;

import com.google.gson.JsonParseException;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.json.Json;
import dev.metaproc.launcher.words.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Who listens on a host's socket, in {@code NAME.json} beside it.
 *
 * @param pid of the process
 */
public record Registration(
    String name, long pid, Instant started, String javaHome, String socket, String version) {
  /** That of this process. */
  static Registration of(Host host) {
    return new Registration(
        host.directories().name(),
        ProcessHandle.current().pid(),
        host.opened(),
        System.getProperty("java.home"),
        host.directories().socket().toString(),
        Version.text());
  }

  /** Written before the socket is there: scripts look here first. */
  void write(HostDirectories directories) throws IOException {
    var fresh = directories.registration().resolveSibling(name + ".json.new");
    Files.writeString(fresh, Json.line(this) + "\n");
    Files.move(
        fresh,
        directories.registration(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The registration of a host whose process still lives; what a dead one left is no such. */
  public static Optional<Registration> read(HostDirectories directories) throws IOException {
    try {
      Registration found =
          Json.read(Files.readString(directories.registration()), Registration.class);
      return Optional.ofNullable(found).filter(Registration::isAlive);
    } catch (NoSuchFileException | JsonParseException e) {
      return Optional.empty();
    }
  }

  private boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
