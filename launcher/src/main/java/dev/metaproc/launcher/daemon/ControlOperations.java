package dev.metaproc.launcher.daemon;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.Events;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostEvent;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.json.Json;
import dev.metaproc.launcher.logs.LogRecord;
import dev.metaproc.launcher.logs.ProgramLog;
import dev.metaproc.launcher.session.Signal;
import dev.metaproc.launcher.words.Nearest;
import dev.metaproc.launcher.words.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a client can ask for in the control protocol. One row an operation. */
final class ControlOperations {
  /** Takes the items of a stream. */
  @FunctionalInterface
  interface Items {
    void send(JsonElement item) throws IOException;
  }

  /** The work of one request: a result, or null after the last item of a stream. */
  @FunctionalInterface
  interface Body {
    @Nullable JsonElement run(Items items) throws IOException, InterruptedException;
  }

  /**
   * One request made ready.
   *
   * @param takesTime whether it may wait for something other than this host's own work
   */
  record Operation(boolean takesTime, Body body) {}

  private final Host host;
  private final Map<String, Function<ControlRequest, Operation>> table = new LinkedHashMap<>();

  ControlOperations(Host host) {
    this.host = host;
    quick("hello", request -> hello());
    quick("ps", request -> json(host.programs().stream().map(HostedProgram::status).toList()));
    quick("inspect", request -> json(one(request).status()));
    slow("run", this::run);
    slow("start", request -> started(one(request)));
    slow("stop", request -> wait(one(request).stop(timeout(request))));
    quick("kill", this::kill);
    slow("wait", request -> wait(one(request).onFinished()));
    quick("rm", this::remove);
    table.put("logs", request -> new Operation(true, items -> logs(request, items)));
    table.put("events", request -> new Operation(true, this::events));
  }

  private void quick(String name, Function<ControlRequest, JsonElement> body) {
    table.put(name, request -> new Operation(false, items -> body.apply(request)));
  }

  private void slow(String name, Waiting body) {
    table.put(name, request -> new Operation(true, items -> body.run(request)));
  }

  /** A body that may wait. */
  @FunctionalInterface
  private interface Waiting {
    JsonElement run(ControlRequest request) throws InterruptedException;
  }

  /**
   * The operation a request names.
   *
   * @throws LaunchException when there is none
   */
  Operation of(ControlRequest request) {
    String name = request.text("op");
    Function<ControlRequest, Operation> found = table.get(name);
    if (found == null) {
      List<String> names = List.copyOf(table.keySet());
      String cure =
          Nearest.of(name, names)
              .map(near -> "did you mean '" + near + "'?")
              .orElse("there are " + String.join(", ", names));
      throw LaunchException.usage("operation '" + name + "' is unknown: " + cure);
    }
    return found.apply(request);
  }

  private static JsonElement json(Object value) {
    return JsonParser.parseString(Json.line(value));
  }

  private JsonElement hello() {
    JsonObject hello = new JsonObject();
    hello.addProperty("protocol", ControlConnection.VERSION);
    hello.addProperty("version", Version.text());
    hello.addProperty("host", host.directories().name());
    hello.addProperty("pid", ProcessHandle.current().pid());
    return hello;
  }

  private HostedProgram one(ControlRequest request) {
    return host.find(request.text("name")).getFirst();
  }

  private JsonElement run(ControlRequest request) {
    List<String> command = request.texts("command");
    if (command.isEmpty()) {
      throw LaunchException.usage(
          "field 'command' is missing: it must be what would follow the word java, such as"
              + " [\"-jar\", \"app.jar\"]");
    }
    String name = request.textOrNull("name");
    Map<String, String> environment = request.map("environment");
    ProgramSpec spec =
        ProgramSpec.of(
            name == null ? host.freeName("program") : name,
            command,
            request.directory("directory").toString(),
            environment.isEmpty() ? System.getenv() : environment);
    HostedProgram program = host.create(spec);
    try {
      return started(program);
    } catch (LaunchException e) {
      host.remove(program); // as run does
      throw e;
    }
  }

  private static JsonElement started(HostedProgram program) {
    program.start();
    return json(program.status());
  }

  private static Duration timeout(ControlRequest request) {
    return request.seconds("timeout", ProgramSpec.STOP_TIMEOUT);
  }

  private static JsonElement wait(Future<Integer> exit) throws InterruptedException {
    try {
      return new JsonPrimitive(exit.get());
    } catch (ExecutionException e) {
      throw new LaunchException(LaunchException.Kind.HOST, "internal error: " + e.getCause(), e);
    }
  }

  private JsonElement kill(ControlRequest request) {
    String text = request.textOrNull("signal");
    Signal signal =
        Signal.of(text == null ? "KILL" : text)
            .orElseThrow(
                () -> LaunchException.usage("signal '" + text + "' is none of " + Signal.names()));
    HostedProgram program = one(request);
    program.checkActive();
    program.signal(signal);
    return json(program.status());
  }

  private JsonElement remove(ControlRequest request) {
    HostedProgram program = one(request);
    host.remove(program);
    return new JsonPrimitive(program.id());
  }

  private @Nullable JsonElement logs(ControlRequest request, Items items)
      throws IOException, InterruptedException {
    HostedProgram program = one(request);
    ProgramLog log = program.openLog().orElse(null);
    if (request.flag("follow") && log != null) {
      program.logs().replay(log, past -> send(past, items), record -> items.send(item(record)));
    } else {
      send(program.logs().all(), items);
    }
    return null;
  }

  private static void send(List<LogRecord> records, Items items) throws IOException {
    for (LogRecord record : records) {
      items.send(item(record));
    }
  }

  private static JsonElement item(LogRecord record) {
    JsonObject item = new JsonObject();
    item.addProperty("time", record.time().toString());
    item.addProperty("stream", record.isError() ? "stderr" : "stdout");
    item.addProperty("text", new String(record.printed(), StandardCharsets.UTF_8));
    return item;
  }

  private @Nullable JsonElement events(Items items) throws IOException, InterruptedException {
    try (Events.Subscription subscription = host.events().subscribe()) {
      for (HostEvent event : subscription.past()) {
        items.send(json(event));
      }
      while (true) {
        items.send(json(subscription.next()));
      }
    }
  }
}
