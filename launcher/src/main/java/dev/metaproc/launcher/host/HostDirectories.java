package dev.metaproc.launcher.host;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * Where the files of one host are.
 *
 * <pre>
 *   $XDG_RUNTIME_DIR/metaproc/, or else /tmp/metaproc-USER/     0700, gone after a reboot
 *     NAME.sock    the socket
 *     NAME.json    who listens there
 *     NAME.lock    held by the host as long as it lives
 *   $XDG_STATE_HOME/metaproc/NAME/, or else ~/.local/state/…    kept
 *     host.log     what the host itself had to say
 *     ID/          record.json, output.log of one program
 * </pre>
 *
 * <p>{@code METAPROC_RUNTIME_DIR} and {@code METAPROC_STATE_DIR} take the place of the two.
 */
public record HostDirectories(String name, Path runtime, Path state) {
  /** What a socket's address holds, less the ending zero. */
  private static final int LONGEST_SOCKET = 107;

  public static final String DEFAULT_NAME = "default";

  /**
   * The directories an environment says.
   *
   * @throws LaunchException when the name cannot be that of a file
   */
  public static HostDirectories of(String name, Map<String, String> environment) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
      throw LaunchException.usage(
          "host name '"
              + name
              + "' must be letters, digits, '_', '.' and '-', at most 63, the first a letter or"
              + " digit (set METAPROC_HOST or --host)");
    }
    return new HostDirectories(name, runtime(environment), state(environment).resolve(name));
  }

  private static Path runtime(Map<String, String> environment) {
    String own = environment.getOrDefault("METAPROC_RUNTIME_DIR", "");
    String session = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    return session.isEmpty()
        ? Path.of("/tmp", "metaproc-" + System.getProperty("user.name"))
        : Path.of(session, "metaproc");
  }

  private static Path state(Map<String, String> environment) {
    String own = environment.getOrDefault("METAPROC_STATE_DIR", "");
    String shared = environment.getOrDefault("XDG_STATE_HOME", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    return shared.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "state", "metaproc")
        : Path.of(shared, "metaproc");
  }

  public Path socket() {
    return runtime.resolve(name + ".sock");
  }

  public Path registration() {
    return runtime.resolve(name + ".json");
  }

  public Path lock() {
    return runtime.resolve(name + ".lock");
  }

  public Path hostLog() {
    return state.resolve("host.log");
  }

  /**
   * Makes both directories, for the owner alone.
   *
   * @throws LaunchException when one is somebody else's or cannot be made
   */
  public void create() {
    if (socket().toString().length() > LONGEST_SOCKET) {
      throw LaunchException.usage(
          "socket path "
              + socket()
              + " is longer than the "
              + LONGEST_SOCKET
              + " characters the system allows (set METAPROC_RUNTIME_DIR to a shorter directory)");
    }
    createPrivate(runtime);
    createPrivate(state);
  }

  private static void createPrivate(Path directory) {
    try {
      Path parent = directory.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        checkOurs(directory);
      }
    } catch (IOException e) {
      throw new LaunchException(
          Kind.HOST,
          "directory "
              + directory
              + " cannot be used: "
              + e
              + " (set METAPROC_RUNTIME_DIR and"
              + " METAPROC_STATE_DIR to directories of your own)",
          e);
    }
  }

  /** Whoever owns the directory could put a socket of his own there. */
  private static void checkOurs(Path directory) throws IOException {
    UserPrincipal owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(self()) || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new LaunchException(
          Kind.HOST,
          "directory "
              + directory
              + " belongs to "
              + owner.getName()
              + ", not to you: remove it or set METAPROC_RUNTIME_DIR to a directory of your own");
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /** Who this process runs as: the owner of what it makes. */
  public static UserPrincipal self() throws IOException {
    return FileSystems.getDefault()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
