package dev.metaproc.launcher.client;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.metaproc.debug.DebugOptions;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.Limits;
import dev.metaproc.launcher.host.ProgramRun;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.host.Streams;
import dev.metaproc.launcher.host.Usage;
import dev.metaproc.launcher.javaline.VariableWords;
import dev.metaproc.launcher.json.Json;
import dev.metaproc.launcher.session.Signal;
import dev.metaproc.launcher.words.DebugWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A run in the debug host: {@code metaproc run} over there, in the foreground of a client that is
 * this host.
 */
final class BesideRun implements ProgramRun {
  private static final long POLL_MILLIS = 10;

  private final Conversation conversation;
  private final DebugHostBeside host;
  private final String name;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Feed feed = new Feed();
  private volatile long pid;

  private BesideRun(Conversation conversation, DebugHostBeside host, String name) {
    this.conversation = conversation;
    this.host = host;
    this.name = name;
  }

  /** Starts it and returns when it runs, or has ended already. */
  static BesideRun begin(
      Conversation conversation,
      DebugHostBeside host,
      ProgramSpec spec,
      DebugOptions options,
      Streams streams)
      throws IOException {
    BesideRun run = new BesideRun(conversation, host, spec.name());
    Map<String, String> environment = new HashMap<>(spec.environment());
    environment.keySet().removeAll(VariableWords.NAMES); // what these say is among the words
    conversation.begin("metaproc", words(spec, options), environment, directory(spec));
    var _ = HostThreads.start("host/debugged", () -> run.serve(streams));
    run.awaitStart();
    return run;
  }

  private static Path directory(ProgramSpec spec) {
    return Path.of(spec.directory());
  }

  private static List<String> words(ProgramSpec spec, DebugOptions options) {
    List<String> words = new ArrayList<>(List.of("run", "--rm", "--name", spec.name()));
    if (!asksItself(spec)) {
      words.add("--debug=" + DebugWords.format(options).replace("true", ""));
    }
    Limits limits = spec.limits();
    add(words, "--max-threads", limits.threads());
    add(words, "--max-cpu", millis(limits.cpu()));
    add(words, "--max-allocation", limits.allocation());
    add(words, "--max-time", millis(limits.wall()));
    add(words, "--nice", limits.nice());
    add(words, "--cpus", limits.cpus());
    words.add("java");
    words.addAll(spec.command());
    return words;
  }

  /** Options such as {@code -agentlib:jdwp=} say more than {@code --debug} can. */
  private static boolean asksItself(ProgramSpec spec) {
    return spec.debug() == null
        && spec.command().stream()
            .anyMatch(word -> word.startsWith("-agentlib:jdwp") || word.startsWith("-Xrunjdwp"));
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.addAll(List.of(option, "" + value));
    }
  }

  private static @Nullable String millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis() + "ms";
  }

  private void serve(Streams streams) {
    InputStream lent = streams.in();
    try (conversation) {
      exit.complete(
          conversation.run(lent == null ? feed.source() : lent, streams.out(), streams.err()));
    } catch (IOException e) {
      new PrintStream(streams.err(), true, StandardCharsets.UTF_8)
          .println("metaproc: the debug host is gone: " + e.getMessage());
      exit.complete(ExitCodes.HOST);
    } finally {
      feed.end();
    }
  }

  private void awaitStart() {
    while (pid == 0 && !exit.isDone()) {
      host.ask(List.of("inspect", name)).ifPresent(this::started);
      try {
        exit.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (ExecutionException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void started(String inspected) {
    JsonObject status =
        JsonParser.parseString(inspected).getAsJsonObject().getAsJsonObject("status");
    if (status.has("pid")) {
      pid = status.get("pid").getAsLong();
    }
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return exit.copy();
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public void signal(Signal signal) {
    try {
      conversation.signal(signal);
    } catch (IOException e) {
      return; // it has ended, or its host has, which ends it
    }
  }

  @Override
  public String threadDump() {
    return host.ask(List.of("threads", name)).orElse("");
  }

  @Override
  public List<String> threads() {
    return inspected()
        .map(
            all ->
                all.getAsJsonArray("threads").asList().stream()
                    .map(each -> each.getAsString())
                    .toList())
        .orElse(List.of());
  }

  @Override
  public String mainClass() {
    return inspected().map(all -> all.get("mainClass").getAsString()).orElse("");
  }

  @Override
  public String isolation() {
    return inspected().map(all -> all.get("isolation").getAsString()).orElse("");
  }

  private Optional<JsonObject> inspected() {
    return exit.isDone()
        ? Optional.empty()
        : host.ask(List.of("inspect", name))
            .map(text -> JsonParser.parseString(text).getAsJsonObject());
  }

  @Override
  public OutputStream input() {
    return feed;
  }

  @Override
  public Usage sample() {
    return host.ask(List.of("stats", "--no-stream", "--format", "json"))
        .flatMap(this::usage)
        .orElse(Usage.NONE);
  }

  private Optional<Usage> usage(String rows) {
    return rows.lines()
        .map(row -> JsonParser.parseString(row).getAsJsonObject())
        .filter(row -> name.equals(row.get("name").getAsString()))
        .findFirst()
        .map(row -> Json.read(row.get("usage").toString(), Usage.class));
  }

  @Override
  public String debug(DebugOptions options) throws IOException {
    DebugHostBeside.Answer answer = host.answer(List.of("debug", name));
    if (answer.code() != ExitCodes.SUCCESS) {
      throw new IOException(answer.err().strip().replaceFirst("^metaproc: ", ""));
    }
    return answer.out().strip().replaceFirst(".* ", "");
  }

  @Override
  public boolean canBeDebugged() {
    return true;
  }

  @Override
  public Optional<Program> local() {
    return Optional.empty();
  }
}
