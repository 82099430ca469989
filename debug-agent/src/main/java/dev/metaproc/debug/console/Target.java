package dev.metaproc.debug.console;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadGroupReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A JVM with its programs, attached to at the address that shows them all. Thread-safe. */
final class Target implements AutoCloseable {
  private static final int ENTRY = 32;

  private final Channel channel;
  private final VirtualMachine vm;
  private final Map<Long, Long> owners = new ConcurrentHashMap<>();
  private final Map<Long, Long> groups = new ConcurrentHashMap<>();

  private Target(Channel channel, VirtualMachine vm) {
    this.channel = channel;
    this.vm = vm;
  }

  static Target attach(String host, int port) throws IOException {
    Channel channel = Channel.connect(host, port);
    Target target =
        new Target(channel, Bootstrap.virtualMachineManager().createVirtualMachine(channel));
    target.inferiors(); // one that shows a single program does not know them
    return target;
  }

  VirtualMachine vm() {
    return vm;
  }

  /** All that run, in the order they started. */
  List<Inferior> inferiors() throws IOException {
    PacketReader in = channel.ask(Command.INFERIOR_LIST, new byte[0]);
    List<Inferior> found = new ArrayList<>();
    for (int left = in.count(ENTRY); left > 0; left--) {
      Inferior each =
          new Inferior(in.i8(), in.i4(), in.id(), in.string(), in.string(), in.string());
      groups.put(each.group(), each.pid());
      found.add(each);
    }
    return found;
  }

  /** Ends a program as its own {@code Runtime.halt} would. */
  void exit(long pid, int code) throws IOException {
    channel.ask(Command.INFERIOR_EXIT, new PacketWriter().id(pid).i4(code).toBytes());
  }

  /** The stacks of all programs as one tree. */
  String mergedStacks() throws IOException {
    return channel.ask(Command.INFERIOR_STACKS, new byte[0]).string();
  }

  /** The program that has a class for itself; 0 when all share it. */
  long ownerOf(ReferenceType type) {
    return owners.computeIfAbsent(type.classObject().uniqueID(), this::askOwner);
  }

  private long askOwner(long type) {
    try {
      return channel.ask(Command.INFERIOR_OF_TYPE, new PacketWriter().id(type).toBytes()).i8();
    } catch (IOException e) {
      return 0; // it is gone meanwhile, or the connection is
    }
  }

  /** The classes of this name that a program sees. */
  List<ReferenceType> classes(String name, long pid) {
    return vm.classesByName(name).stream().filter(type -> isSeenBy(type, pid)).toList();
  }

  private boolean isSeenBy(ReferenceType type, long pid) {
    long owner = ownerOf(type);
    return owner == 0 || owner == pid;
  }

  /** The program of a thread; 0 when that cannot be told. */
  long programOf(ThreadReference thread) {
    ThreadGroupReference group = thread.threadGroup();
    while (group != null && group.parent() != null) {
      group = group.parent();
    }
    return group == null ? 0 : programOfGroup(group.uniqueID());
  }

  private long programOfGroup(long group) {
    if (!groups.containsKey(group)) {
      try {
        inferiors();
      } catch (IOException e) {
        return 0;
      }
    }
    return groups.getOrDefault(group, 0L);
  }

  /** A program's live threads, the oldest first. */
  List<ThreadReference> threads(Inferior inferior) {
    List<ThreadReference> threads = new ArrayList<>();
    vm.topLevelThreadGroups().stream()
        .filter(group -> group.uniqueID() == inferior.group())
        .forEach(group -> collect(group, threads));
    threads.sort((a, b) -> Long.compare(a.uniqueID(), b.uniqueID()));
    return threads;
  }

  private static void collect(ThreadGroupReference group, List<ThreadReference> into) {
    into.addAll(group.threads());
    group.threadGroups().forEach(each -> collect(each, into));
  }

  /** Lets go: everything that was stopped runs. */
  @Override
  public void close() {
    try {
      vm.dispose();
    } catch (VMDisconnectedException e) {
      return; // it has ended
    }
  }
}
