package dev.metaproc.launcher.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.launcher.client.DebugHostBeside;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.nailgun.Chunk;
import dev.metaproc.launcher.nailgun.CommandRunner;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in this JVM, and clients that misbehave. */
@Timeout(60)
class DaemonTest {
  @TempDir Path dir;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private Map<String, String> environment;
  private HostDirectories directories;
  private Host host;
  private Daemon daemon;

  @BeforeEach
  void open() throws IOException {
    environment =
        Map.of(
            "METAPROC_RUNTIME_DIR", dir.resolve("run").toString(),
            "METAPROC_STATE_DIR", dir.resolve("state").toString());
    directories = HostDirectories.of("test", environment);
    open(Daemon.HANDSHAKE, HostDirectories.self());
  }

  private void open(Duration handshake, UserPrincipal owner) throws IOException {
    FileChannel lock = Daemon.lock(directories);
    host =
        Host.open(
            directories,
            dir.resolve("cache"),
            new DebugHostBeside(directories, environment),
            messages::add);
    CommandRunner echo =
        (command, words, session) -> {
          if (command.equals("stale")) {
            throw new NoClassDefFoundError("some/Command");
          }
          try (OutputStream out = session.out()) {
            out.write((command + words).getBytes(StandardCharsets.UTF_8));
            session.in().transferTo(out);
          } catch (IOException e) {
            messages.add("gone");
          }
          return 7;
        };
    daemon = Daemon.open(host, lock, new Clients(host, echo, handshake), owner, messages::add);
  }

  @AfterEach
  void close() throws IOException {
    daemon.close();
    host.close();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(directories.socket()));
    return channel;
  }

  /** The answers to some lines of the control protocol, one each. */
  private List<String> ask(String... lines) throws IOException {
    try (SocketChannel channel = connect()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(SocketStreams.input(channel), StandardCharsets.UTF_8));
      List<String> answers = new ArrayList<>();
      for (String line : lines) {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        answers.add(in.readLine());
      }
      return answers;
    }
  }

  private String ask(String line) throws IOException {
    return ask(new String[] {line}).getFirst();
  }

  /** What a nailgun client gets for some chunks: the text of all, the type before each. */
  private String send(Chunk... chunks) throws IOException {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    for (Chunk chunk : chunks) {
      chunk.write(call);
    }
    return sendBytes(call.toByteArray());
  }

  private String sendBytes(byte[] bytes) throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(bytes));
      DataInputStream in = new DataInputStream(SocketStreams.input(channel));
      StringBuilder answer = new StringBuilder();
      for (Chunk chunk = Chunk.read(in); chunk != null; chunk = Chunk.read(in)) {
        answer.append(chunk.type()).append(chunk.text());
        if (chunk.type() == Chunk.EXIT) {
          break;
        }
        if (chunk.type() == Chunk.SEND_INPUT) {
          Chunk.of(Chunk.STDIN_END, "").write(SocketStreams.output(channel));
        }
      }
      return answer.toString();
    }
  }

  private static Chunk chunk(char type, String text) {
    return Chunk.of(type, text);
  }

  @Test
  void onlyTheOwnerCanReachTheSocket() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directories.socket())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directories.runtime())))
        .isEqualTo("rwx------");
  }

  @Test
  void aProcessOfAnotherUserIsRefused() throws IOException {
    daemon.close();
    host.close();
    open(Daemon.HANDSHAKE, () -> "somebody else");
    try (SocketChannel channel = connect()) {
      assertThat(SocketStreams.input(channel).read()).isEqualTo(-1);
    }
    assertThat(messages)
        .containsExactly(
            "refused a client of user "
                + HostDirectories.self().getName()
                + ": the host is another's");
  }

  @Test
  void aSecondHostOfTheSameNameIsRefused() {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Daemon.lock(directories)))
        .hasMessage(
            "host test runs already: use it, stop it (metaproc host stop), or start another with"
                + " --host NAME");
  }

  @Test
  void bothProtocolsAreSpokenOnOneSocket() throws IOException {
    assertThat(ask("{\"id\":1,\"op\":\"ps\"}")).isEqualTo("{\"id\":1,\"ok\":true,\"result\":[]}");
    assertThat(
            send(
                chunk(Chunk.ARGUMENT, "ä b"),
                chunk(Chunk.HEARTBEAT, ""),
                chunk(Chunk.DIRECTORY, "/tmp"),
                chunk(Chunk.COMMAND, "echo")))
        .isEqualTo("1echo[ä b]SX7");
  }

  @Test
  void aHostWhoseClassesAreGoneSaysSo() throws IOException {
    assertThat(send(chunk(Chunk.DIRECTORY, "/tmp"), chunk(Chunk.COMMAND, "stale")))
        .isEqualTo(
            "2metaproc: internal error: java.lang.NoClassDefFoundError: some/Command (was Metaproc"
                + " built anew? end this host with kill "
                + ProcessHandle.current().pid()
                + ")\nX125");
  }

  @Test
  void aMalformedRequestIsAnsweredAndTheNextServed() throws IOException {
    assertThat(
            ask(
                "{\"op\":",
                "[1]",
                "{\"id\":2,\"op\":\"pss\"}",
                "{\"id\":3}",
                "{\"id\":4,\"v\":2,\"op\":\"ps\"}",
                "{\"id\":5,\"op\":\"inspect\",\"name\":\"nix\"}",
                "{\"id\":6,\"op\":\"kill\",\"name\":\"nix\",\"signal\":\"WINCH\"}",
                "{\"id\":7,\"op\":\"run\",\"command\":\"Main\"}",
                "{\"id\":7,\"op\":\"run\",\"command\":[\"X\"],\"directory\":\"x\"}",
                "{\"id\":7,\"op\":\"run\",\"command\":[\"X\"],\"directory\":\"" + dir + "\"}",
                "{\"id\":8,\"op\":\"ps\"}"))
        .satisfies(
            answers -> {
              assertThat(answers.get(0))
                  .startsWith(
                      "{\"id\":null,\"ok\":false,\"error\":{\"code\":\"malformed\",\"message\":\"no"
                          + " JSON");
              assertThat(answers.get(1))
                  .isEqualTo(
                      "{\"id\":null,\"ok\":false,\"error\":{\"code\":\"malformed\",\"message\":\"a"
                          + " request is one JSON object a line, this one is [1]\"}}");
            })
        .endsWith(
            failure(2, "usage", "operation 'pss' is unknown: did you mean 'ps'?"),
            failure(
                3,
                "usage",
                "field 'op' is missing: it must be a text (docs/host.md has the operations)"),
            failure(
                4,
                "usage",
                "protocol version 2 is not spoken here, this host speaks 1: use a client of the"
                    + " host's version, or restart the host (metaproc host stop)"),
            failure(5, "not_found", "no program is called nix: metaproc ps -a lists them"),
            failure(
                6,
                "usage",
                "signal 'WINCH' is none of HUP, INT, QUIT, KILL, USR1, USR2, TERM, CONT, STOP"),
            failure(7, "usage", "field 'command' is \\\"Main\\\", it must be an array of texts"),
            failure(7, "usage", "field 'directory' is \\\"x\\\", it must be an absolute path"),
            failure(7, "not_found", "no class X on the class path [" + dir + "]"),
            "{\"id\":8,\"ok\":true,\"result\":[]}");
  }

  private static String failure(int id, String code, String message) {
    return "{\"id\":%d,\"ok\":false,\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}"
        .formatted(id, code, message);
  }

  @Test
  void whatAProgramIsAskedInVainIsAnswered() throws IOException {
    var _ = host.create(ProgramSpec.of("idle", List.of("X"), "/", Map.of()));
    String timeout = "field 'timeout' is %s, it must be a number of seconds from 0 to 999999999";
    assertThat(
            ask(
                "{\"id\":1,\"op\":\"stop\",\"name\":\"idle\",\"timeout\":99999999999999999}",
                "{\"id\":2,\"op\":\"stop\",\"name\":\"idle\",\"timeout\":-1}",
                "{\"id\":3,\"op\":\"kill\",\"name\":\"idle\"}"))
        .containsExactly(
            failure(1, "usage", timeout.formatted("99999999999999999")),
            failure(2, "usage", timeout.formatted("-1")),
            failure(3, "usage", "program idle does not run: metaproc start idle"));
  }

  @Test
  void aRequestWithoutEndIsCutOff() throws IOException {
    try (SocketChannel channel = connect()) {
      InputStream in = SocketStreams.input(channel);
      byte[] much =
          ("{" + " ".repeat(ControlConnection.LONGEST_LINE)).getBytes(StandardCharsets.UTF_8);
      SocketStreams.output(channel).write(much);
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"id\":null,\"ok\":false,\"error\":{\"code\":\"too_long\",\"message\":\"a request"
                  + " may have 1048576 bytes: send it in several, or as a file\"}}\n");
    }
  }

  @Test
  void anOversizedChunkIsRefusedUnread() throws IOException {
    byte[] header = ByteBuffer.allocate(5).putInt(0x00ff_ffff).put((byte) 'A').array();
    assertThat(sendBytes(header))
        .isEqualTo(
            "2metaproc: bad request: a chunk of 16777215 bytes was announced, the most is 1048576:"
                + " pass what is longer in a file\nX125");
  }

  @Test
  void chunksOutOfPlaceAreRefused() throws IOException {
    assertThat(send(chunk('Z', "")))
        .isEqualTo("2metaproc: bad request: chunk type 5a before the command\nX125");
    assertThat(send(chunk(Chunk.DIRECTORY, "here"), chunk(Chunk.COMMAND, "echo")))
        .isEqualTo(
            "2metaproc: bad request: directory 'here' must be absolute (a D chunk before the"
                + " command)\nX125");
    assertThat(send(chunk(Chunk.COMMAND, "echo"))).contains("directory 'null' must be absolute");
  }

  @Test
  void aClientThatDoesNotSayWhatItWantsIsDropped() throws IOException {
    daemon.close();
    host.close();
    open(Duration.ofMillis(50), HostDirectories.self());
    try (SocketChannel silent = connect();
        SocketChannel half = connect()) {
      half.write(ByteBuffer.wrap(new byte[] {0, 0, 0}));
      assertThat(SocketStreams.input(silent).read()).isEqualTo(-1);
      assertThat(SocketStreams.input(half).read()).isEqualTo(-1);
    }
    await().until(() -> daemon.clients() == 0);
  }

  @Test
  void aClientThatDiesEndsItsInput() throws IOException {
    try (SocketChannel channel = connect()) {
      ByteArrayOutputStream call = new ByteArrayOutputStream();
      chunk(Chunk.DIRECTORY, "/").write(call);
      chunk(Chunk.COMMAND, "echo").write(call);
      channel.write(ByteBuffer.wrap(call.toByteArray()));
      assertThat(SocketStreams.input(channel).readNBytes(5 + 6))
          .endsWith("echo[]".getBytes(StandardCharsets.UTF_8));
    }
    await().until(() -> daemon.clients() == 0);
  }

  @Test
  void closingLeavesNoSocketAndNoRegistration() throws IOException {
    assertThat(Registration.read(directories)).isPresent();
    daemon.close();
    assertThat(directories.socket()).doesNotExist();
    assertThat(directories.registration()).doesNotExist();
  }
}
