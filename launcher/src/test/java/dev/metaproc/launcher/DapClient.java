package dev.metaproc.launcher;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.microsoft.java.debug.core.adapter.ICompletionsProvider;
import com.microsoft.java.debug.core.adapter.IEvaluationProvider;
import com.microsoft.java.debug.core.adapter.IHotCodeReplaceProvider;
import com.microsoft.java.debug.core.adapter.IProvider;
import com.microsoft.java.debug.core.adapter.ISourceLookUpProvider;
import com.microsoft.java.debug.core.adapter.IStackTraceProvider;
import com.microsoft.java.debug.core.adapter.IVirtualMachineManagerProvider;
import com.microsoft.java.debug.core.adapter.ProtocolServer;
import com.microsoft.java.debug.core.adapter.ProviderContext;
import com.microsoft.java.debug.core.adapter.StackTraceProvider;
import com.microsoft.java.debug.core.adapter.variables.IVariableProvider;
import com.microsoft.java.debug.core.adapter.variables.VariableProvider;
import com.sun.jdi.Bootstrap;
import io.reactivex.Observable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An editor's side of Microsoft's Java debug server, the one of Visual Studio Code, which runs in
 * this JVM.
 */
final class DapClient implements AutoCloseable {
  private static final long SECONDS = 60;

  private final Socket editor;
  private final Socket server;
  private final OutputStream out;
  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private int sequence;

  DapClient(String mainClass) throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      editor = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
      server = listener.accept();
    }
    out = editor.getOutputStream();
    ProtocolServer dap =
        new ProtocolServer(server.getInputStream(), server.getOutputStream(), providers(mainClass));
    Thread.ofPlatform().daemon().name("dap/server").start(dap::run);
    Thread.ofPlatform().daemon().name("dap/editor").start(this::readAll);
  }

  private static ProviderContext providers(String mainClass) {
    ProviderContext context = new ProviderContext();
    context.registerProvider(
        IVirtualMachineManagerProvider.class,
        (IVirtualMachineManagerProvider) Bootstrap::virtualMachineManager);
    context.registerProvider(
        ISourceLookUpProvider.class,
        stub(
            ISourceLookUpProvider.class,
            Map.of("supportsRealtimeBreakpointVerification", false),
            mainClass));
    context.registerProvider(IStackTraceProvider.class, new StackTraceProvider());
    context.registerProvider(IVariableProvider.class, new VariableProvider());
    context.registerProvider(
        IEvaluationProvider.class, stub(IEvaluationProvider.class, Map.of(), mainClass));
    context.registerProvider(
        ICompletionsProvider.class, stub(ICompletionsProvider.class, Map.of(), mainClass));
    context.registerProvider(
        IHotCodeReplaceProvider.class,
        stub(IHotCodeReplaceProvider.class, Map.of("getEventHub", Observable.never()), mainClass));
    return context;
  }

  /** What an editor's language server knows: every line is of the one class. */
  private static IProvider stub(
      Class<? extends IProvider> type, Map<String, Object> answers, String mainClass) {
    return (IProvider)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getFullyQualifiedName")) {
                String[] names = new String[((int[]) arguments[1]).length];
                Arrays.fill(names, mainClass);
                return names;
              }
              Object answer = answers.get(method.getName());
              return answer == null && method.getReturnType() == boolean.class ? false : answer;
            });
  }

  private void readAll() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(editor.getInputStream(), StandardCharsets.ISO_8859_1))) {
      int length = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16).strip());
        } else if (line.isEmpty()) {
          char[] body = new char[length];
          for (int have = 0; have < length; ) {
            have += in.read(body, have, length - have);
          }
          messages.add(JsonParser.parseString(new String(body)).getAsJsonObject());
        }
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  /** Sends a request and gives the body of its response. */
  JsonObject request(String command, Object arguments) throws Exception {
    int id = ++sequence;
    JsonObject request = new JsonObject();
    request.addProperty("seq", id);
    request.addProperty("type", "request");
    request.addProperty("command", command);
    request.add("arguments", json(arguments));
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    out.write(body);
    out.flush();
    JsonObject response = await("response", "request_seq", new JsonPrimitive(id));
    if (!response.get("success").getAsBoolean()) {
      throw new AssertionError(command + ": " + response);
    }
    return response.has("body") && response.get("body").isJsonObject()
        ? response.getAsJsonObject("body")
        : new JsonObject();
  }

  /** Waits for an event and gives its body. */
  JsonObject event(String name) throws Exception {
    JsonObject event = await("event", "event", new JsonPrimitive(name));
    return event.has("body") ? event.getAsJsonObject("body") : event;
  }

  private JsonObject await(String type, String key, JsonElement value) throws Exception {
    BlockingQueue<JsonObject> others = new LinkedBlockingQueue<>();
    while (true) {
      JsonObject message = messages.poll(SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no " + type + " " + value + " among " + others);
      }
      if (type.equals(message.get("type").getAsString())
          && message.has(key)
          && message.get(key).getAsString().equals(value.getAsString())) {
        messages.addAll(others);
        return message;
      }
      others.add(message);
    }
  }

  private static JsonElement json(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        JsonObject object = new JsonObject();
        map.forEach((key, each) -> object.add("" + key, json(each)));
        yield object;
      }
      case Path path -> new JsonPrimitive(path.toString()); // which is iterable, too
      case Iterable<?> list -> {
        JsonArray array = new JsonArray();
        list.forEach(each -> array.add(json(each)));
        yield array;
      }
      case Number number -> new JsonPrimitive(number);
      case Boolean flag -> new JsonPrimitive(flag);
      default -> new JsonPrimitive("" + value);
    };
  }

  @Override
  public void close() throws IOException {
    editor.close();
    server.close();
  }
}
