package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.mux.Handlers.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The commands about the virtual machine as a whole: here, about one program. */
final class MachineCommands {
  /** A class in a listing. */
  @SuppressWarnings("ArrayRecordComponent") // copied from one packet to another
  private record Listed(long type, byte[] entry) {}

  private static final byte[] NOTHING = new byte[0];

  private final Debugger debugger;
  private final Session session;
  private final Upstream upstream;

  MachineCommands(Debugger debugger, Session session) {
    this.debugger = debugger;
    this.session = session;
    this.upstream = session.upstream();
  }

  void addTo(Map<Command, Answer> answers) {
    answers.put(Command.VM_VERSION, this::version);
    answers.put(Command.VM_CLASSES_BY_SIGNATURE, this::classesBySignature);
    answers.put(Command.VM_ALL_CLASSES, data -> allClasses(Command.VM_ALL_CLASSES, 1));
    answers.put(
        Command.VM_ALL_CLASSES_WITH_GENERIC,
        data -> allClasses(Command.VM_ALL_CLASSES_WITH_GENERIC, 2));
    answers.put(Command.VM_ALL_THREADS, this::allThreads);
    answers.put(Command.VM_TOP_LEVEL_THREAD_GROUPS, this::topLevelThreadGroups);
    answers.put(Command.VM_DISPOSE, data -> NOTHING);
    answers.put(Command.VM_SUSPEND, this::suspend);
    answers.put(Command.VM_RESUME, this::resume);
    answers.put(Command.VM_EXIT, this::exit);
    answers.put(Command.VM_CLASS_PATHS, this::classPaths);
    answers.put(Command.VM_DISPOSE_OBJECTS, this::disposeObjects);
    answers.put(Command.VM_HOLD_EVENTS, data -> holdEvents());
    answers.put(Command.VM_RELEASE_EVENTS, data -> releaseEvents());
    answers.put(Command.VM_REDEFINE_CLASSES, this::redefineClasses);
    answers.put(Command.VM_SET_DEFAULT_STRATUM, this::setDefaultStratum);
    answers.put(Command.VM_ALL_MODULES, this::allModules);
    answers.put(Command.INFERIOR_LIST, this::inferiors);
    answers.put(Command.INFERIOR_EXIT, this::exitInferior);
    answers.put(Command.INFERIOR_STACKS, this::stacks);
    answers.put(Command.INFERIOR_OF_TYPE, this::ownerOfType);
  }

  private byte[] version(PacketReader data) {
    PacketReader reply = upstream.get(Command.VM_VERSION, NOTHING);
    String description = reply.string();
    int from = reply.position();
    return new PacketWriter()
        .string("[" + debugger.program().title() + "] " + description)
        .raw(reply.slice(from, reply.length()))
        .toBytes();
  }

  private byte[] classesBySignature(PacketReader data) {
    String signature = data.string();
    PacketReader reply =
        upstream.get(
            Command.VM_CLASSES_BY_SIGNATURE, new PacketWriter().string(signature).toBytes());
    List<Listed> found = new ArrayList<>();
    for (int left = reply.count(13); left > 0; left--) {
      int from = reply.position();
      reply.u1();
      long type = reply.id();
      reply.i4();
      session.classes().learn(type, signature);
      found.add(new Listed(type, reply.slice(from, reply.position())));
    }
    return visible(found);
  }

  private byte[] allClasses(Command command, int strings) {
    PacketReader reply = upstream.get(command, NOTHING);
    List<Listed> found = new ArrayList<>();
    for (int left = reply.count(17); left > 0; left--) {
      int from = reply.position();
      reply.u1();
      long type = reply.id();
      session.classes().learn(type, reply.string());
      for (int more = 1; more < strings; more++) {
        reply.string();
      }
      reply.i4();
      found.add(new Listed(type, reply.slice(from, reply.position())));
    }
    return visible(found);
  }

  private byte[] visible(List<Listed> found) {
    session.owners().learnTypes(found.stream().map(Listed::type).toList());
    List<Listed> visible = found.stream().filter(this::isVisible).toList();
    PacketWriter out = new PacketWriter().i4(visible.size());
    visible.forEach(each -> out.raw(each.entry));
    return out.toBytes();
  }

  private boolean isVisible(Listed listed) {
    Owner owner = session.owners().knownOfType(listed.type);
    return owner != null
        && debugger.view().sees(owner)
        && !(owner.isProgram() && debugger.hides(listed.type));
  }

  private byte[] allThreads(PacketReader data) {
    debugger.control().found(session.threadsOf(debugger.view()));
    return list(debugger.control().threads());
  }

  private byte[] topLevelThreadGroups(PacketReader data) {
    session.owners().refresh();
    Collection<ProgramIds> programs = debugger.view().programs(session.table().programs());
    return list(programs.stream().map(ProgramIds::group).toList());
  }

  private static byte[] list(Collection<Long> ids) {
    PacketWriter out = new PacketWriter().i4(ids.size());
    ids.forEach(out::id);
    return out.toBytes();
  }

  private byte[] suspend(PacketReader data) {
    debugger.control().found(session.threadsOf(debugger.view()));
    debugger.control().suspendAll();
    upstream.get(Command.VM_ID_SIZES, NOTHING); // by its answer all are suspended
    return NOTHING;
  }

  private byte[] resume(PacketReader data) {
    debugger.resume();
    return NOTHING;
  }

  /** Pid, number, root group, name, directory and other debugger of each program. */
  private byte[] inferiors(PacketReader data) {
    session.owners().refresh();
    List<ProgramInfo> found = debugger.inferiors();
    PacketWriter out = new PacketWriter().i4(found.size());
    for (ProgramInfo each : found) {
      String other = debugger.view().has(each.pid()) ? "" : debugger.host().debuggerOf(each.pid());
      out.id(each.pid()).i4(each.number());
      out.id(session.table().program(each.pid()).map(ProgramIds::group).orElse(0L));
      out.string(each.name()).string(each.directory()).string(other);
    }
    return out.toBytes();
  }

  private byte[] exitInferior(PacketReader data) {
    long pid = data.id();
    if (!debugger.view().has(pid) || debugger.inferior(pid).isEmpty()) {
      throw new RefusedException(JdwpError.ILLEGAL_ARGUMENT);
    }
    debugger.host().exit(pid, data.i4());
    return NOTHING;
  }

  private byte[] ownerOfType(PacketReader data) {
    return new PacketWriter().id(session.owners().ofType(data.id()).pid()).toBytes();
  }

  /** Merged, by the host: that takes one look at each thread and no debugger. */
  private byte[] stacks(PacketReader data) {
    return new PacketWriter().string(debugger.host().mergedStacks()).toBytes();
  }

  /** Answered before the program ends, as the JVM does. */
  private byte[] exit(PacketReader data) {
    int code = data.i4();
    for (ProgramIds each : debugger.view().programs(session.table().programs())) {
      debugger.host().exit(each.pid(), code);
    }
    return NOTHING;
  }

  /**
   * Classes of the program alone, each rewritten as its loader would have done: what the debugger
   * sends is not isolated.
   */
  private byte[] redefineClasses(PacketReader data) {
    int count = data.count(12);
    PacketWriter out = new PacketWriter().i4(count);
    List<Long> types = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      long type = data.id();
      Owner owner = session.owners().ofType(type);
      if (!debugger.view().owns(owner)) {
        throw new RefusedException(JdwpError.NOT_IMPLEMENTED);
      }
      byte[] classFile = rewritten(owner.pid(), data.bytes(data.count(1)));
      out.id(type).i4(classFile.length).raw(classFile);
      types.add(type);
    }
    upstream.get(Command.VM_REDEFINE_CLASSES, out.toBytes());
    types.forEach(session.classes()::forgetMembers);
    return NOTHING;
  }

  private byte[] rewritten(long pid, byte[] classFile) {
    try {
      byte[] rewritten = debugger.host().rewritten(pid, classFile);
      if (rewritten.length == 0) {
        throw new RefusedException(JdwpError.INVALID_CLASS_FORMAT);
      }
      return rewritten;
    } catch (IOException e) {
      throw new RefusedException(JdwpError.INTERNAL);
    }
  }

  private byte[] classPaths(PacketReader data) {
    PacketReader reply = upstream.get(Command.VM_CLASS_PATHS, NOTHING);
    reply.string();
    for (int left = reply.count(4); left > 0; left--) {
      reply.string();
    }
    int boot = reply.position();
    List<String> own = debugger.program().classPath();
    PacketWriter out = new PacketWriter().string(debugger.program().directory()).i4(own.size());
    own.forEach(out::string);
    return out.raw(reply.slice(boot, reply.length())).toBytes();
  }

  /** Counts add up over debuggers, so that of one can be taken back as it says. */
  private byte[] disposeObjects(PacketReader data) {
    PacketWriter own = new PacketWriter();
    int kept = 0;
    for (int left = data.count(12); left > 0; left--) {
      long id = data.id();
      int count = data.i4();
      int taken = debugger.takeBack(id, count);
      if (taken > 0) {
        own.id(id).i4(taken);
        kept++;
      }
    }
    upstream.get(
        Command.VM_DISPOSE_OBJECTS, new PacketWriter().i4(kept).raw(own.toBytes()).toBytes());
    return NOTHING;
  }

  private byte[] holdEvents() {
    debugger.held().hold();
    return NOTHING;
  }

  private byte[] releaseEvents() {
    debugger.held().release();
    return NOTHING;
  }

  private byte[] allModules(PacketReader data) {
    PacketReader reply = upstream.get(Command.VM_ALL_MODULES, NOTHING);
    List<Long> modules = new ArrayList<>();
    for (int left = reply.count(8); left > 0; left--) {
      modules.add(reply.id());
    }
    List<Long> visible = new ArrayList<>();
    upstream.askEach(
        Command.MODULE_CLASS_LOADER,
        modules,
        Classes::id,
        (module, loader) -> {
          if (isSeen(session.owners().ofLoader(loader.id()))) {
            visible.add(module);
          }
        });
    return list(visible);
  }

  /** Kept here: the agent has one for all. */
  private byte[] setDefaultStratum(PacketReader data) {
    debugger.stratum(data.string());
    return NOTHING;
  }

  /** Named modules of the application loader are the JDK's. */
  private boolean isSeen(Owner loader) {
    return loader.equals(Owner.HOST) || debugger.view().sees(loader);
  }
}
