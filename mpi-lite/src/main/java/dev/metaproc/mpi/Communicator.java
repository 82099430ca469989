package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * A communicator as one of its members sees it. Any thread of the rank may use it; collectives by
 * one thread at a time.
 *
 * <p>Arguments that describe data are checked before, by {@link RegionCheck} from {@link #check},
 * which also checks that the communicator may be used at all.
 */
public final class Communicator {
  private final MpiRank rank;
  private final Context context;
  private final int member;
  private final SmallCollectives small;
  private volatile boolean freed;

  Communicator(MpiRank rank, Context context, int member) {
    this.rank = rank;
    this.context = context;
    this.member = member;
    this.small = new SmallCollectives(this, context.gathering());
  }

  /** {@code MPI.COMM_WORLD}, or how it was made from that. */
  public String name() {
    return context.name();
  }

  public MpiRank rank() {
    return rank;
  }

  /** This rank's number in the communicator. */
  public int member() {
    return member;
  }

  public int size() {
    return context.size();
  }

  public RankGroup group() {
    return context.group();
  }

  /** Are both the same communicator, not just copies? */
  public boolean isSameAs(Communicator other) {
    return context == other.context;
  }

  /** Opens an MPI call: throws unless it may be made now. */
  public RegionCheck check(String operation) {
    rank.requireActive(operation);
    if (freed) {
      throw fault(ErrorClass.COMM, operation, name() + " was freed: use it before Free() only");
    }
    return new RegionCheck(rank.faults(), operation);
  }

  public void free() {
    check("Free");
    if (context.name().startsWith("MPI.")) {
      throw fault(ErrorClass.COMM, "Free", name() + " cannot be freed: free what you made of it");
    }
    freed = true;
  }

  /** Sends and waits until the buffer may be used again. */
  public void send(SendMode mode, String operation, Region data, int destination, int tag) {
    Destination to = destination(operation, destination, tag);
    if (destination == Wildcards.PROC_NULL) {
      return;
    }
    Message message = message(mode, operation, data, to);
    if (waitsForMatch(mode, message)) {
      carry(new SendOperation(rank, operation, to), message, to).await();
    } else {
      to.endpoint().send(message);
    }
  }

  public Operation isend(SendMode mode, String operation, Region data, int destination, int tag) {
    Destination to = destination(operation, destination, tag);
    if (destination == Wildcards.PROC_NULL) {
      return new DoneOperation(rank);
    }
    Message message = message(mode, operation, data, to);
    SendOperation send = new SendOperation(rank, operation, to);
    if (waitsForMatch(mode, message)) {
      return carry(send, message, to);
    }
    send.carriedBy(message);
    to.endpoint().send(message);
    send.complete();
    return send;
  }

  public Operation receive(String operation, Region target, int source, int tag) {
    Pattern pattern = pattern(operation, source, tag);
    if (source == Wildcards.PROC_NULL) {
      return new DoneOperation(rank);
    }
    ReceiveOperation receive = new ReceiveOperation(rank, operation, target, pattern);
    rank.endpoint().post(receive);
    return receive;
  }

  /** Waits until a message that fits is there. */
  public Operation probe(int source, int tag) {
    check("Probe");
    Pattern pattern = pattern("Probe", source, tag);
    if (source == Wildcards.PROC_NULL) {
      return new DoneOperation(rank);
    }
    ProbeOperation probe = new ProbeOperation(rank, pattern);
    rank.endpoint().probe(probe, true);
    probe.await();
    return probe;
  }

  /** Null if no message that fits is there; other ranks run before that is said. */
  public @Nullable Operation iprobe(int source, int tag) {
    check("Iprobe");
    Pattern pattern = pattern("Iprobe", source, tag);
    if (source == Wildcards.PROC_NULL) {
      return new DoneOperation(rank);
    }
    ProbeOperation probe = new ProbeOperation(rank, pattern);
    rank.endpoint().probe(probe, false);
    if (probe.isDone()) {
      return probe;
    }
    rank.waits().missed();
    return null;
  }

  public void barrier() {
    check("Barrier");
    small.barrier();
  }

  /** Collectives with little data. */
  public SmallCollectives small() {
    return small;
  }

  /** May calls be made now? If not {@link #check} says why. */
  boolean isUsable() {
    return !freed && rank.isUsable();
  }

  public Exchanges exchanges() {
    return new Exchanges(this);
  }

  public Reductions reductions(PredefinedOp op) {
    return Reductions.with(this, op);
  }

  public Reductions reductions(Combiner combiner) {
    return Reductions.with(this, combiner);
  }

  /**
   * Makes one communicator per colour; null for a negative colour.
   *
   * @param agreed what every rank must pass alike, compared with {@code equals} and shown in errors
   */
  public @Nullable Communicator split(String operation, int colour, int key, Object agreed) {
    check(operation);
    SplitCall call = new SplitCall(operation, this, colour, key, agreed);
    meet(call);
    return call.result();
  }

  public void requireRoot(String operation, int root) {
    if (root < 0 || root >= size()) {
      throw fault(ErrorClass.ROOT, operation, "root " + root + notARank() + ranks());
    }
  }

  void meet(Call call) {
    context.gathering().meet(rank, member, call);
  }

  private Operation carry(SendOperation operation, Message message, Destination to) {
    Message carried = message.tellingSender(operation);
    operation.carriedBy(carried);
    to.endpoint().send(carried);
    return operation;
  }

  private Message message(SendMode mode, String operation, Region data, Destination to) {
    byte[] objects = objects(operation, data);
    SendBudget budget = null;
    if (mode == SendMode.BUFFERED) {
      budget = take(operation, objects != null ? objects.length : (int) data.bytes());
    }
    return new Message(envelope(to.tag()), data, objects, budget);
  }

  private SendBudget take(String operation, int bytes) {
    SendBudget budget = rank.budget();
    if (budget == null) {
      throw fault(
          ErrorClass.BUFFER,
          operation,
          "no buffer is attached: call MPI.Buffer_attach(buffer) first");
    }
    if (!budget.take(bytes)) {
      throw fault(
          ErrorClass.BUFFER,
          operation,
          (bytes + " bytes and " + SendBudget.OVERHEAD + " of overhead do not fit into the ")
              + ("attached buffer (" + budget.capacity + " bytes, " + budget.used() + " in use)")
              + ": attach a larger one with MPI.Buffer_attach");
    }
    return budget;
  }

  private boolean waitsForMatch(SendMode mode, Message message) {
    return switch (mode) {
      case SYNCHRONOUS -> true;
      case BUFFERED -> false;
      case STANDARD, READY ->
          message.objects() == null && message.bytes() > rank.job().options().eagerBytes();
    };
  }

  private byte @Nullable [] objects(String operation, Region data) {
    return data.type() == ElementType.OBJECT
        ? new ObjectCodec(rank.faults(), operation).write(data)
        : null;
  }

  private Envelope envelope(int tag) {
    return new Envelope(context, member, tag);
  }

  private Destination destination(String operation, int destination, int tag) {
    if ((destination < 0 && destination != Wildcards.PROC_NULL) || destination >= size()) {
      throw fault(
          ErrorClass.RANK,
          operation,
          "destination " + destination + notARank() + ranks() + ", MPI.PROC_NULL");
    }
    if (tag < 0) {
      throw fault(ErrorClass.TAG, operation, "tag " + tag + " is negative: use 0 or more");
    }
    return new Destination(context, destination, tag);
  }

  private Pattern pattern(String operation, int source, int tag) {
    boolean special = source == Wildcards.PROC_NULL || source == Wildcards.ANY_SOURCE;
    if ((source < 0 && !special) || source >= size()) {
      throw fault(
          ErrorClass.RANK,
          operation,
          "source " + source + notARank() + ranks() + ", MPI.ANY_SOURCE, MPI.PROC_NULL");
    }
    if (tag < 0 && tag != Wildcards.ANY_TAG) {
      throw fault(
          ErrorClass.TAG, operation, "tag " + tag + " is negative: use 0 or more, MPI.ANY_TAG");
    }
    return new Pattern(context, source, tag);
  }

  private String notARank() {
    return " is not a rank of " + name() + " (size " + size() + "): use ";
  }

  private String ranks() {
    return size() == 1 ? "0" : "0.." + (size() - 1);
  }

  private RuntimeException fault(ErrorClass kind, String operation, String text) {
    return rank.faults().of(kind, operation + ": " + text);
  }
}
