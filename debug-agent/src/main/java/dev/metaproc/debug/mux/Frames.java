package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the host's frames from the bottom of a main thread's stack, so that it begins with the
 * program's main method as in a JVM of its own. How many there are does not change once the main
 * method has been entered. A frame's id is made of numbers that can be guessed, so only those that
 * the debugger was given are good.
 *
 * <p>All methods may wait for the agent.
 */
final class Frames {
  /** A frame, and the place where it is. */
  record Frame(long id, long type, long method) {}

  /** The frames of one stop of a thread that the debugger was given. */
  private record Shown(long stop, Set<Long> ids) {}

  private static final int FRAME = 33;

  /** A frame's id is how often its thread was resumed, and below that its number (libjdwp). */
  private static final int NUMBER_BITS = 16;

  private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

  private final Session session;
  private final Map<Long, Integer> hostFrames = new ConcurrentHashMap<>();
  private final Map<Long, Shown> shown = new ConcurrentHashMap<>();

  Frames(Session session) {
    this.session = session;
  }

  /** How many frames of a suspended thread are the program's. */
  int count(long thread) {
    return all(thread) - hidden(thread);
  }

  private int all(long thread) {
    return session.upstream().get(Command.THREAD_FRAME_COUNT, Classes.id(thread)).i4();
  }

  private int hidden(long thread) {
    if (!isMain(thread)) {
      return 0;
    }
    Integer known = hostFrames.get(thread);
    if (known != null) {
      return known;
    }
    List<Frame> frames = list(thread);
    int hidden = 0;
    while (hidden < frames.size() && isBelowMain(frames.get(frames.size() - 1 - hidden).type)) {
      hidden++;
    }
    if (hidden < frames.size()) {
      hostFrames.put(thread, hidden);
    }
    return hidden;
  }

  boolean isMain(long thread) {
    return session.table().programs().stream().anyMatch(each -> each.main() == thread);
  }

  /** Each frame of a suspended thread, innermost first. */
  private List<Frame> list(long thread) {
    PacketReader in = read(thread, 0, -1);
    List<Frame> frames = new ArrayList<>();
    for (int left = in.count(FRAME); left > 0; left--) {
      long id = in.id();
      in.u1();
      frames.add(new Frame(id, in.id(), in.id()));
      in.i8();
    }
    return frames;
  }

  Frame find(long thread, long id) {
    return list(thread).stream()
        .filter(each -> each.id == id)
        .findFirst()
        .orElseThrow(() -> new RefusedException(JdwpError.INVALID_FRAMEID));
  }

  private PacketReader read(long thread, int start, int length) {
    return session
        .upstream()
        .get(Command.THREAD_FRAMES, new PacketWriter().id(thread).i4(start).i4(length).toBytes());
  }

  private boolean isBelowMain(long type) {
    if (session.owners().ofType(type).isProgram()) {
      return false;
    }
    String signature = session.classes().signature(type);
    return signature.startsWith("Ldev/metaproc/")
        || signature.startsWith("Ljava/lang/invoke/")
        || signature.startsWith("Ljdk/internal/")
        || signature.startsWith("Ljava/lang/Thread")
        || signature.startsWith("Ljava/lang/VirtualThread");
  }

  /**
   * The data of a reply to ThreadReference.Frames.
   *
   * @param length -1 for all from {@code start}
   */
  byte[] frames(long thread, int start, int length) {
    Checks.region(start, length);
    int wanted = length;
    int hidden = hidden(thread);
    if (hidden > 0) {
      int own = all(thread) - hidden;
      if (start < 0 || start > own || length < -1 || (length > 0 && start + length > own)) {
        throw new RefusedException(
            length == -1 || start > own ? JdwpError.INVALID_INDEX : JdwpError.INVALID_LENGTH);
      }
      wanted = length == -1 ? own - start : length;
      if (wanted == 0) {
        return new PacketWriter().i4(0).toBytes();
      }
    }
    PacketReader reply = read(thread, start, wanted);
    int from = reply.position();
    int count = reply.i4();
    for (int i = 0; i < count; i++) {
      remember(thread, reply.id());
      reply.skip(FRAME - Long.BYTES);
    }
    return reply.slice(from, reply.position());
  }

  private void remember(long thread, long frame) {
    long stop = frame >> NUMBER_BITS;
    shown
        .compute(
            thread,
            (id, known) ->
                known == null || known.stop != stop
                    ? new Shown(stop, ConcurrentHashMap.newKeySet())
                    : known)
        .ids
        .add(frame);
  }

  /**
   * Only what the debugger was given: the agent takes any number, also that of a frame of the
   * host's. It refuses by itself what is of an earlier stop.
   */
  void check(long thread, long frame) {
    Shown known = shown.get(thread);
    if (known == null || !known.ids.contains(frame)) {
      throw new RefusedException(JdwpError.INVALID_FRAMEID);
    }
  }

  /** Whether only the host's frames are below it: nothing of the program's has called it. */
  boolean isLast(long thread, long frame) {
    int hidden = hidden(thread);
    return hidden > 0 && (frame & NUMBER_MASK) == all(thread) - hidden - 1;
  }

  /** A thread is no more. */
  void forget(long thread) {
    shown.remove(thread);
    hostFrames.remove(thread);
  }
}
