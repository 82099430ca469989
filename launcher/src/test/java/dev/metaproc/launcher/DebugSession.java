package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.IntegerValue;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A debugger that uses the JDK's own client, attached to one address. */
final class DebugSession implements AutoCloseable {
  private static final long EVENT_MILLIS = 60_000;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[(\\d+)\\] )?Listening for transport dt_socket at address: (\\d+)");

  final VirtualMachine vm;

  private DebugSession(VirtualMachine vm) {
    this.vm = vm;
  }

  /** The addresses of ranks, once all are printed. */
  static int[] ports(CommandRun run, int ranks) {
    int[] ports = new int[ranks];
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              int found = 0;
              Matcher line = ADDRESS.matcher(run.out());
              while (line.find()) {
                int rank = line.group(1) == null ? 0 : Integer.parseInt(line.group(1));
                ports[rank] = Integer.parseInt(line.group(2));
                found++;
              }
              assertThat(found).as(run.err()).isEqualTo(ranks);
            });
    return ports;
  }

  /** The address of all ranks, once it is printed. */
  static int allPort(CommandRun run) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Matcher line =
                  Pattern.compile("\\[all\\] Listening for .* address: (\\d+)").matcher(run.err());
              return line.find() ? Integer.parseInt(line.group(1)) : 0;
            },
            port -> port > 0);
  }

  static DebugSession attach(int port) throws IOException {
    AttachingConnector socket =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = socket.defaultArguments();
    Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
    Objects.requireNonNull(arguments.get("port")).setValue(String.valueOf(port));
    try {
      return new DebugSession(socket.attach(arguments));
    } catch (IllegalConnectorArgumentsException e) {
      throw new AssertionError(e);
    }
  }

  /** The same, waiting for another debugger that is about to go. */
  static DebugSession attachWhenFree(int port) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> attach(port), each -> true);
  }

  /** The class of this name, of which a program has one. */
  ClassType type(String name) {
    var found = vm.classesByName(name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " classes " + name);
    }
    return (ClassType) found.getFirst();
  }

  int counter(String type, String field) {
    ReferenceType owner = type(type);
    Value value = owner.getValue(owner.fieldByName(field));
    return ((IntegerValue) value).value();
  }

  /** Where several programs have the class. */
  void breakInEveryCopy(String type, int line) throws AbsentInformationException {
    for (ReferenceType each : vm.classesByName(type)) {
      vm.eventRequestManager()
          .createBreakpointRequest(each.locationsOfLine(line).getFirst())
          .enable();
    }
  }

  BreakpointRequest breakAt(String type, int line) {
    return breakAt(type, line, EventRequest.SUSPEND_ALL);
  }

  BreakpointRequest breakAt(String type, int line, int policy) {
    try {
      BreakpointRequest request =
          vm.eventRequestManager()
              .createBreakpointRequest(type(type).locationsOfLine(line).getFirst());
      request.setSuspendPolicy(policy);
      request.enable();
      return request;
    } catch (AbsentInformationException e) {
      throw new AssertionError(e);
    }
  }

  /** The next event of a kind; sets of others are resumed. */
  <T extends Event> T next(Class<T> kind) throws InterruptedException {
    while (true) {
      EventSet set = vm.eventQueue().remove(EVENT_MILLIS);
      if (set == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " within a minute");
      }
      for (Event event : set) {
        if (kind.isInstance(event)) {
          return kind.cast(event);
        }
      }
      set.resume();
    }
  }

  /** Takes what has happened from the queue: where nobody does, the client has events held. */
  void passEvents() {
    try {
      for (EventSet set = vm.eventQueue().remove(1); set != null; set = vm.eventQueue().remove(1)) {
        set.resume();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  ThreadReference thread(String name) {
    return vm.allThreads().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    try {
      vm.dispose();
    } catch (com.sun.jdi.VMDisconnectedException e) {
      return; // its program has ended
    }
  }
}
