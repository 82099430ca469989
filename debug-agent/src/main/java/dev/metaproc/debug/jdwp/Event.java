package dev.metaproc.debug.jdwp;

import java.util.ArrayList;
import java.util.List;

/**
 * One event of a composite.
 *
 * @param thread the thread it happened in; 0 for the kinds that have none
 * @param body all that follows the request's id
 */
@SuppressWarnings("ArrayRecordComponent") // owned by whoever holds the event
public record Event(int kind, int request, long thread, byte[] body) {
  /**
   * What a composite holds.
   *
   * @param policy what the virtual machine has suspended for it
   */
  public record Composite(int policy, List<Event> events) {
    /** Reads the data of an {@link Command#EVENT_COMPOSITE}. */
    public static Composite read(byte[] data) {
      PacketReader in = new PacketReader(data);
      int policy = in.u1();
      int count = in.count(5);
      List<Event> events = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        events.add(Event.read(in));
      }
      return new Composite(policy, events);
    }

    public byte[] toBytes() {
      PacketWriter out = new PacketWriter().u1(policy).i4(events.size());
      events.forEach(event -> out.u1(event.kind).i4(event.request).raw(event.body));
      return out.toBytes();
    }
  }

  private static Event read(PacketReader in) {
    int kind = in.u1();
    int request = in.i4();
    int from = in.position();
    long thread = hasThread(kind) ? in.id() : 0;
    in.rewind(from);
    shape(kind).walkPart(in, (letter, id) -> {});
    return new Event(kind, request, thread, in.slice(from, in.position()));
  }

  /** The same as the answer to another request. */
  public Event withRequest(int other) {
    return new Event(kind, other, thread, body);
  }

  private static boolean hasThread(int kind) {
    return kind != EventKind.CLASS_UNLOAD && kind != EventKind.VM_DEATH;
  }

  /** The shape of {@link #body}. */
  public static Shape shape(int kind) {
    return switch (kind) {
      case EventKind.SINGLE_STEP,
          EventKind.BREAKPOINT,
          EventKind.METHOD_ENTRY,
          EventKind.METHOD_EXIT ->
          AT_LOCATION;
      case EventKind.METHOD_EXIT_WITH_VALUE -> METHOD_EXIT_WITH_VALUE;
      case EventKind.EXCEPTION -> EXCEPTION;
      case EventKind.THREAD_START, EventKind.THREAD_DEATH, EventKind.VM_START -> OF_THREAD;
      case EventKind.CLASS_PREPARE -> CLASS_PREPARE;
      case EventKind.CLASS_UNLOAD -> CLASS_UNLOAD;
      case EventKind.FIELD_ACCESS -> FIELD_ACCESS;
      case EventKind.FIELD_MODIFICATION -> FIELD_MODIFICATION;
      case EventKind.MONITOR_CONTENDED_ENTER, EventKind.MONITOR_CONTENDED_ENTERED -> MONITOR;
      case EventKind.MONITOR_WAIT -> MONITOR_WAIT;
      case EventKind.MONITOR_WAITED -> MONITOR_WAITED;
      case EventKind.VM_DEATH -> NOTHING;
      default -> throw new MalformedPacketException("event kind " + kind + " is unknown");
    };
  }

  private static final Shape AT_LOCATION = new Shape("tx");
  private static final Shape METHOD_EXIT_WITH_VALUE = new Shape("txv");
  private static final Shape EXCEPTION = new Shape("txwx");
  private static final Shape OF_THREAD = new Shape("t");
  private static final Shape CLASS_PREPARE = new Shape("tbcsi");
  private static final Shape CLASS_UNLOAD = new Shape("s");
  private static final Shape FIELD_ACCESS = new Shape("txbcfw");
  private static final Shape FIELD_MODIFICATION = new Shape("txbcfwv");
  private static final Shape MONITOR = new Shape("twx");
  private static final Shape MONITOR_WAIT = new Shape("twxl");
  private static final Shape MONITOR_WAITED = new Shape("twxb");
  private static final Shape NOTHING = new Shape("");
}
