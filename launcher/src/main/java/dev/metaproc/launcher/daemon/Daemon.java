package dev.metaproc.launcher.daemon;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.isolation.reclaim.MemoryReserve;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.nailgun.CommandRunner;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens for the clients of one host, from {@link #open} to {@link #close}.
 *
 * <p>One thread accepts; every client has a virtual thread that receives, so that no command can
 * keep another client waiting. Clients beyond a bound wait to be accepted; one that does not say
 * what it wants in time is dropped, so that they cannot use up the bound by silence.
 */
public final class Daemon implements AutoCloseable {
  static final int MOST_CLIENTS = 1000;
  static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final HostDirectories directories;
  private final FileChannel lockFile;
  private final ServerSocketChannel server;
  private final PeerCheck peers;
  private final Clients clients;
  private final Consumer<String> messages;
  private final Semaphore room = new Semaphore(MOST_CLIENTS);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private Daemon(
      HostDirectories directories,
      FileChannel lockFile,
      ServerSocketChannel server,
      PeerCheck peers,
      Clients clients,
      Consumer<String> messages) {
    this.directories = directories;
    this.lockFile = lockFile;
    this.server = server;
    this.peers = peers;
    this.clients = clients;
    this.messages = messages;
  }

  /** Who owns a host's directories; held from before its records are read. */
  public static FileChannel lock(HostDirectories directories) throws IOException {
    directories.create();
    FileChannel file =
        FileChannel.open(directories.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(file);
    // without a registration its owner has only begun to start, or all but ended
    long deadline = System.nanoTime() + HANDSHAKE.toNanos();
    while (lock == null
        && !Files.exists(directories.registration())
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE.toNanos());
      lock = tryLock(file);
    }
    if (lock == null) {
      file.close();
      throw new LaunchException(
          Kind.HOST,
          "host "
              + directories.name()
              + " runs already: use it, stop it (metaproc host stop), or start another with"
              + " --host NAME");
    }
    return file;
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * Begins to listen. What a host that died left at the socket's place is removed: whoever holds
   * the lock owns it.
   *
   * @param lock from {@link #lock}; closed by {@link #close}
   * @param messages told what an operator should know
   */
  public static Daemon open(
      Host host, FileChannel lock, CommandRunner runner, Consumer<String> messages)
      throws IOException {
    return open(host, lock, new Clients(host, runner, HANDSHAKE), HostDirectories.self(), messages);
  }

  /**
   * The same.
   *
   * @param owner the only user whose processes are let in
   */
  static Daemon open(
      Host host, FileChannel lock, Clients clients, UserPrincipal owner, Consumer<String> messages)
      throws IOException {
    HostDirectories directories = host.directories();
    Files.deleteIfExists(directories.socket());
    Registration.of(host).write(directories); // before anybody can connect: scripts look there
    ServerSocketChannel server = listen(directories.socket());
    Daemon daemon = new Daemon(directories, lock, server, new PeerCheck(owner), clients, messages);
    var _ = Thread.ofPlatform().name("host/accept").start(daemon::accept);
    return daemon;
  }

  private static ServerSocketChannel listen(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket), 256);
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    return server;
  }

  private void accept() {
    try {
      while (true) {
        room.acquire();
        SocketChannel client = MemoryReserve.insist(server, ServerSocketChannel::accept);
        MemoryReserve.awaitRoom();
        open.add(client);
        var _ = HostThreads.start("host/client", () -> serve(client));
      }
    } catch (ClosedChannelException | InterruptedException e) {
      room.release(); // closed: the host ends
    } catch (IOException e) {
      messages.accept("no more clients are accepted: " + e);
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      String stranger = peers.stranger(client);
      if (stranger == null) {
        clients.serve(client);
      } else {
        messages.accept("refused a client of user " + stranger + ": the host is another's");
      }
    } catch (IOException e) {
      // the client is gone; there is nobody to tell
    } finally {
      open.remove(client);
      room.release();
    }
  }

  /** Clients connected now. */
  public int clients() {
    return open.size();
  }

  /** Accepts no more clients. */
  void refuseMore() throws IOException {
    server.close();
    Files.deleteIfExists(directories.registration());
    Files.deleteIfExists(directories.socket());
  }

  /** Gives the clients there are a moment to hear the last of theirs. */
  void drain() throws InterruptedException {
    boolean areGone = room.tryAcquire(MOST_CLIENTS, DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    if (!areGone) {
      messages.accept(open.size() + " clients are cut off");
    }
  }

  /** Hangs up, and leaves no file behind. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directories.registration());
    Files.deleteIfExists(directories.socket());
    server.close();
    for (SocketChannel client : open) {
      client.close();
    }
    lockFile.close();
  }
}
