package dev.metaproc.launcher.nailgun;

import dev.metaproc.launcher.session.Session;
import dev.metaproc.launcher.session.Signal;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session whose client is at the other end of a socket. Thread-safe. */
final class NailgunSession implements Session {
  private final Map<String, String> environment;
  private final Path directory;
  private final ClientChannel channel;
  private final ChunkInput input;
  private final List<Runnable> whenGone = new ArrayList<>();
  private @Nullable Consumer<Signal> whenSignalled;
  private boolean isGone;

  NailgunSession(Map<String, String> environment, Path directory, ClientChannel channel) {
    this.environment = Map.copyOf(environment);
    this.directory = directory;
    this.channel = channel;
    input = new ChunkInput(() -> channel.send(new Chunk(Chunk.SEND_INPUT, new byte[0])));
  }

  ChunkInput input() {
    return input;
  }

  void gone() {
    List<Runnable> actions;
    synchronized (this) {
      isGone = true;
      actions = List.copyOf(whenGone);
      whenGone.clear();
    }
    input.end();
    actions.forEach(Runnable::run);
  }

  synchronized void signal(Signal signal) {
    if (whenSignalled != null) {
      whenSignalled.accept(signal);
    }
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public InputStream in() {
    return input;
  }

  @Override
  public OutputStream out() {
    return new ChunkOutput(channel, Chunk.STDOUT);
  }

  @Override
  public OutputStream err() {
    return new ChunkOutput(channel, Chunk.STDERR);
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return "1".equals(environment.get("NAILGUN_TTY_" + descriptor));
  }

  @Override
  public void onGone(Runnable action) {
    synchronized (this) {
      if (!isGone) {
        whenGone.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public synchronized void onSignal(Consumer<Signal> action) {
    whenSignalled = action;
  }
}
