package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.mux.Handlers.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Threads and thread groups of the program. */
final class ThreadCommands {
  private static final byte[] NOTHING = new byte[0];

  private final Debugger debugger;
  private final Session session;

  ThreadCommands(Debugger debugger, Session session) {
    this.debugger = debugger;
    this.session = session;
  }

  void addTo(Map<Command, Answer> answers) {
    answers.put(Command.THREAD_SUSPEND, this::suspend);
    answers.put(Command.THREAD_RESUME, this::resume);
    answers.put(Command.THREAD_GROUP, this::group);
    answers.put(Command.THREAD_FRAMES, this::frames);
    answers.put(Command.THREAD_FRAME_COUNT, this::frameCount);
    answers.put(Command.THREAD_STOP, this::stop);
    answers.put(Command.FRAME_POP, this::pop);
    answers.put(Command.GROUP_NAME, this::groupName);
    answers.put(Command.GROUP_PARENT, this::parent);
    answers.put(Command.GROUP_CHILDREN, this::children);
  }

  /** Suspends and then asks, so that the reply comes when the thread is suspended. */
  private byte[] suspend(PacketReader data) {
    long thread = data.id();
    session.upstream().get(Command.THREAD_NAME, Classes.id(thread)); // an ended one is refused
    debugger.control().suspend(thread);
    session.upstream().get(Command.THREAD_SUSPEND_COUNT, Classes.id(thread));
    return NOTHING;
  }

  private byte[] resume(PacketReader data) {
    debugger.resume(data.id());
    return NOTHING;
  }

  /** A virtual thread is in a group of the JDK's; here it is in its program's. */
  private byte[] group(PacketReader data) {
    long thread = data.id();
    long group = session.upstream().get(Command.THREAD_GROUP, Classes.id(thread)).id();
    if (!session.owners().ofGroup(group).isProgram()) {
      Owner owner = session.owners().ofThread(thread);
      group = session.table().program(owner.pid()).map(ProgramIds::group).orElse(group);
    }
    return Classes.id(group);
  }

  private byte[] frames(PacketReader data) {
    return debugger.frames().frames(data.id(), data.i4(), data.i4());
  }

  private byte[] frameCount(PacketReader data) {
    return new PacketWriter().i4(debugger.frames().count(data.id())).toBytes();
  }

  private byte[] stop(PacketReader data) {
    long thread = data.id();
    long thrown = data.id();
    debugger.checks().throwable(thrown);
    session.upstream().get(Command.THREAD_STOP, new PacketWriter().id(thread).id(thrown).toBytes());
    return NOTHING;
  }

  /** As in a JVM a main method cannot be popped, because it would be called again. */
  private byte[] pop(PacketReader data) {
    if (debugger.frames().isLast(data.id(), data.id())) {
      throw new RefusedException(JdwpError.OPAQUE_FRAME);
    }
    session.upstream().get(Command.FRAME_POP, data.slice(0, data.length()));
    return NOTHING;
  }

  private byte[] parent(PacketReader data) {
    long group = data.id();
    return Classes.id(
        program(group).isPresent()
            ? 0
            : session.upstream().get(Command.GROUP_PARENT, Classes.id(group)).id());
  }

  /** Where there are several programs, their root groups tell which they are. */
  private byte[] groupName(PacketReader data) {
    long group = data.id();
    Optional<ProgramIds> root = program(group);
    if (debugger.view().only().isEmpty() && root.isPresent()) {
      long pid = root.get().pid();
      Optional<ProgramInfo> info = debugger.inferior(pid);
      if (info.isPresent()) {
        String name = info.get().title() + " (pid " + pid + ")";
        return new PacketWriter().string(name).toBytes();
      }
    }
    PacketReader reply = session.upstream().get(Command.GROUP_NAME, Classes.id(group));
    return reply.slice(0, reply.length());
  }

  private Optional<ProgramIds> program(long group) {
    return session.table().programs().stream().filter(each -> each.group() == group).findFirst();
  }

  private byte[] children(PacketReader data) {
    long group = data.id();
    PacketReader reply = session.upstream().get(Command.GROUP_CHILDREN, Classes.id(group));
    List<Long> threads = ids(reply);
    List<Long> groups = ids(reply);
    program(group).ifPresent(program -> addVirtual(program, threads));
    PacketWriter out = new PacketWriter().i4(threads.size());
    threads.forEach(out::id);
    out.i4(groups.size());
    groups.forEach(out::id);
    return out.toBytes();
  }

  /** Threads of the program's that no group of its own has. */
  private void addVirtual(ProgramIds program, List<Long> threads) {
    Owner owner = Owner.program(program.pid());
    for (long thread : debugger.control().threads()) {
      if (!threads.contains(thread)
          && owner.equals(session.owners().ofThread(thread))
          && isOutsideGroups(thread)) {
        threads.add(thread);
      }
    }
  }

  private boolean isOutsideGroups(long thread) {
    try {
      long group = session.upstream().get(Command.THREAD_GROUP, Classes.id(thread)).id();
      return group != 0 && !session.owners().ofGroup(group).isProgram();
    } catch (RefusedException e) {
      return false; // it has ended
    }
  }

  private static List<Long> ids(PacketReader in) {
    List<Long> ids = new ArrayList<>();
    for (int left = in.count(8); left > 0; left--) {
      ids.add(in.id());
    }
    return ids;
  }
}
