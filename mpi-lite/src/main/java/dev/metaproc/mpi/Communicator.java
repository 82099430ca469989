package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
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

  /** Whom messages go to: the remote group of an inter-communicator, else the own. */
  private final Context peers;

  private final int member;
  private final SmallCollectives small;
  private final int firstSeat;
  private volatile boolean freed;

  Communicator(MpiRank rank, Context context, int member) {
    this(rank, context, context, member, 0);
  }

  /**
   * One side of an inter-communicator.
   *
   * @param firstSeat where the own group sits in the meetings of both
   */
  Communicator(MpiRank rank, Context context, Context peers, int member, int firstSeat) {
    this.rank = rank;
    this.context = context;
    this.peers = peers;
    this.member = member;
    this.small = new SmallCollectives(this, context.gathering());
    this.firstSeat = firstSeat;
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

  public boolean isFreed() {
    return freed;
  }

  /** A communicator of nobody, which no call may use. */
  public Communicator none() {
    Context nobody = new Context("MPI.COMM_NULL", new RankGroup(rank.number()), rank.job());
    Communicator none = new Communicator(rank, nobody, nobody, Wildcards.UNDEFINED, 0);
    none.freed = true;
    return none;
  }

  /** A communicator of some ranks of this one; only they take part. */
  public Communicator createGroup(RankGroup members, int tag) {
    Context made = rank.job().bridge().createGroup(rank, context, members, tag);
    return new Communicator(rank, made, made.group().rankOf(rank.number()));
  }

  /** Does it join two groups? */
  public boolean isInter() {
    return context != peers;
  }

  /** Ranks that messages may go to: of the remote group, if there is one. */
  public int peerSize() {
    return peers.size();
  }

  /** The remote group of an inter-communicator, else the own. */
  public RankGroup peerGroup() {
    return peers.group();
  }

  /** Are both the same communicator, not just copies? */
  public boolean isSameAs(Communicator other) {
    return context == other.context;
  }

  /** Opens an MPI call: throws unless it may be made now. */
  public RegionCheck check(String operation) {
    rank.requireActive(operation);
    if (freed) {
      throw fault(
          ErrorClass.COMM,
          operation,
          context.name().equals("MPI.COMM_NULL")
              ? "the communicator is null: this rank is not a member of it"
              : name() + " was freed: use it before Free() only");
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

  /**
   * Sends if the arguments are plain and right and the message is small: no waiting, no garbage.
   *
   * @return whether it did
   */
  public boolean sendSmall(
      @Nullable Object buffer,
      int offset,
      int count,
      @Nullable Layout layout,
      int destination,
      int tag) {
    if (buffer == null
        || layout == null
        || !isSmall(buffer, offset, count, layout, destination, tag)) {
      return false;
    }
    int elements = count * (int) layout.size();
    peers
        .endpoint(destination)
        .sendSmall(rank, peers.id(), member, tag, layout.type(), buffer, offset, elements);
    return true;
  }

  /** As {@link #sendSmall}; null if it did not. */
  public @Nullable Operation isendSmall(
      @Nullable Object buffer,
      int offset,
      int count,
      @Nullable Layout layout,
      int destination,
      int tag) {
    if (buffer == null
        || layout == null
        || !isSmall(buffer, offset, count, layout, destination, tag)) {
      return null;
    }
    Endpoint endpoint = peers.endpoint(destination);
    int elements = count * (int) layout.size();
    long position =
        endpoint.sendSmall(rank, peers.id(), member, tag, layout.type(), buffer, offset, elements);
    return rank.newSmallSend().to(endpoint, position);
  }

  private boolean isSmall(
      Object buffer, int offset, int count, Layout layout, int destination, int tag) {
    if (destination < 0 || destination >= peerSize() || tag < 0) {
      return false;
    }
    long elements = Layout.times(count, layout.size());
    ElementType type = layout.type();
    return elements >= 0
        && elements <= Ring.DATA_BYTES
        && elements * type.bytes() <= Ring.DATA_BYTES
        && type.bytes() > 0
        && type.contains(buffer, offset, (int) elements)
        && layout.isContiguous()
        && isUsable();
  }

  /**
   * Receives if the arguments are plain and right and a small message comes soon: no garbage.
   *
   * @return a {@link SmallReceipt}; its NONE if nothing was done
   */
  public long receiveSmall(
      @Nullable Object buffer,
      int offset,
      int count,
      @Nullable Layout layout,
      int source,
      int tag) {
    if (layout == null
        || buffer == null
        || Layout.times(count, layout.size() * layout.type().bytes()) > Ring.DATA_BYTES
        || !isPlain(buffer, offset, count, layout, source, tag)) {
      return SmallReceipt.NONE;
    }
    int room = count * (int) layout.size();
    ElementType type = layout.type();
    return rank.waits()
        .takeSmall(rank.endpoint(), context.id(), source, tag, type, buffer, offset, room);
  }

  /**
   * Receives if the arguments are plain and right, without garbage on the rank's main thread.
   *
   * @return the result, valid until the caller's next receive; null if nothing was done
   */
  public @Nullable Operation receiveNow(
      @Nullable Object buffer,
      int offset,
      long count,
      @Nullable Layout layout,
      int source,
      int tag) {
    if (layout == null || buffer == null || !isPlain(buffer, offset, count, layout, source, tag)) {
      return null;
    }
    ReceiveOperation receive = rank.blockingReceive();
    receive.renew();
    rank.endpoint().post(receive.into(buffer, offset, count, layout).from(context, source, tag));
    receive.await();
    receive.letGo();
    return receive;
  }

  /** Starts a receive if the arguments are plain and right; else null. */
  public @Nullable Operation receiveLater(
      String operation,
      @Nullable Object buffer,
      int offset,
      long count,
      @Nullable Layout layout,
      int source,
      int tag) {
    if (layout == null || buffer == null || !isPlain(buffer, offset, count, layout, source, tag)) {
      return null;
    }
    ReceiveOperation receive = rank.newReceive(operation);
    rank.endpoint().post(receive.into(buffer, offset, count, layout).from(context, source, tag));
    return receive;
  }

  private boolean isPlain(
      Object buffer, int offset, long count, Layout layout, int source, int tag) {
    long elements = Layout.times(count, layout.size());
    ElementType type = layout.type();
    return isSource(source)
        && isTag(tag)
        && type != ElementType.OBJECT
        && elements <= Integer.MAX_VALUE
        && type.contains(buffer, offset, (int) elements)
        && layout.isContiguous()
        && isUsable();
  }

  private boolean isSource(int source) {
    return source == Wildcards.ANY_SOURCE || (source >= 0 && source < peerSize());
  }

  private static boolean isTag(int tag) {
    return tag >= 0 || tag == Wildcards.ANY_TAG;
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

  /** A send whose data are made ready part by part; see there. */
  public PartsOperation parts(String operation) {
    check(operation);
    return new PartsOperation(rank, operation);
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
    ProbeOperation probe = new ProbeOperation(rank, pattern, false);
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
    ProbeOperation probe = new ProbeOperation(rank, pattern, false);
    rank.endpoint().probe(probe, false);
    if (probe.isDone()) {
      return probe;
    }
    rank.waits().missed();
    return null;
  }

  /**
   * Takes a message that fits out of the queue, for {@link MatchedMessage#receive}.
   *
   * @param waits whether to wait for one; else the result is null when none is there
   */
  public @Nullable MatchedMessage mprobe(String operation, int source, int tag, boolean waits) {
    check(operation);
    Pattern pattern = pattern(operation, source, tag);
    if (source == Wildcards.PROC_NULL) {
      return new MatchedMessage(rank, new DoneOperation(rank), null);
    }
    ProbeOperation probe = new ProbeOperation(rank, pattern, true);
    rank.endpoint().probe(probe, waits);
    if (waits) {
      probe.await();
    } else if (!probe.isDone()) {
      rank.waits().missed();
      return null;
    }
    return new MatchedMessage(rank, probe, probe.taken());
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

  /** A data-moving collective that does not wait; {@code root} is -1 where there is none. */
  public Moves moves(String operation, int root) {
    check(operation);
    return new Moves(this, operation, call(operation, root, ""));
  }

  /** A reduction that does not wait, with one of MPI's operations. */
  public Operation fold(Fold fold, PredefinedOp op) {
    check(fold.operation());
    Layout layout = fold.data().layout();
    if (!op.isDefinedFor(layout)) {
      String problem = op.mpiName() + " is not defined for " + layout.name() + ": " + op.cure();
      throw fault(ErrorClass.OP, fold.operation(), problem);
    }
    return join(part(fold, op.mpiName(), op, null));
  }

  /** A reduction that does not wait, with an operation of the program. */
  public Operation fold(Fold fold, Combiner combiner) {
    check(fold.operation());
    return join(part(fold, "a user Op", null, combiner));
  }

  /** Brings a value and waits for those of all ranks; both groups of an inter-communicator. */
  public List<Object> agree(String operation, Object own) {
    return agree(operation, own, all -> all);
  }

  /** As {@link #agree(String, Object)}, but for what {@code maker} makes, once, of all values. */
  public List<Object> agree(String operation, Object own, UnaryOperator<List<Object>> maker) {
    check(operation);
    AgreePart part = new AgreePart(operation, own, maker);
    join(part).await();
    return part.all();
  }

  /**
   * A communicator of the own group and that of another communicator, over the leaders of both.
   *
   * @param local the own group's communicator
   * @param leader its rank that talks to the other leader
   * @param remoteLeader the other leader's rank in this communicator
   */
  public Communicator createInter(Communicator local, int leader, int remoteLeader, int tag) {
    Object made = "";
    if (local.member == leader) {
      try {
        made = bridge(local, peers.group().worldRank(remoteLeader), tag);
      } catch (RuntimeException e) {
        made = e;
      }
    }
    return local.shared("createIntercomm", made, leader);
  }

  private InterPair bridge(Communicator local, int other, int tag) {
    int me = rank.number();
    if (local.group().contains(other)) {
      throw fault(
          ErrorClass.RANK,
          "createIntercomm",
          "the remote leader is in the local group "
              + local.group()
              + ": pass one of another group");
    }
    Bridge.Key key = new Bridge.Key(context, tag, Math.min(me, other), Math.max(me, other));
    return rank.job().bridge().meet(rank, key, local.group(), rank.job());
  }

  /**
   * A communicator of this group and the one that meets it at a port; {@code port} matters at the
   * root alone.
   *
   * @param accepts or else connects
   */
  public Communicator meetAt(String operation, String port, int root, boolean accepts) {
    check(operation);
    requireRoot(operation, root);
    Object made = "";
    if (member == root) {
      try {
        made = rank.job().ports().meet(operation, port, rank, group(), accepts);
      } catch (RuntimeException e) {
        made = e;
      }
    }
    return shared(operation, made, root);
  }

  /** Starts programs whose ranks are the remote group of the result. Only the root's matter. */
  public Communicator spawn(List<SpawnCommand> commands, int root) {
    check("spawn");
    requireRoot("spawn", root);
    Object made = "";
    if (member == root) {
      try {
        made = rank.job().spawn(rank, group(), commands);
      } catch (RuntimeException e) {
        made = e;
      }
    }
    return shared("spawn", made, root);
  }

  /** What the root got, or its failure, told to the whole group. */
  private Communicator shared(String operation, Object made, int root) {
    List<Object> all =
        agree(operation + "(root=" + root + ")", made, brought -> List.of(brought.get(root)));
    Object outcome = all.getFirst();
    if (outcome instanceof RuntimeException failure) {
      throw member == root
          ? failure
          : fault(ErrorClass.OTHER, operation, "failed at the root: " + failure.getMessage());
    }
    return ((InterPair) outcome).of(rank);
  }

  /** Both groups of an inter-communicator as one; the group that says high comes last. */
  public Communicator merge(boolean high) {
    int side = firstSeat == 0 ? 0 : 1;
    int key = (high ? 2 : 0) + side;
    Job job = rank.job();
    List<Object> made =
        agree(
            "merge",
            new MergeSeat(key, rank.number()),
            all -> {
              int[] world =
                  all.stream()
                      .map(MergeSeat.class::cast)
                      .sorted(Comparator.comparingInt(MergeSeat::key)) // stable: keeps rank order
                      .mapToInt(MergeSeat::world)
                      .toArray();
              String name = job.communicatorName("merge", name());
              return List.of(new Context(name, new RankGroup(world), job));
            });
    Context merged = (Context) made.getFirst();
    return new Communicator(rank, merged, merged.group().rankOf(rank.number()));
  }

  /** A copy of an inter-communicator with contexts of its own. */
  public Communicator duplicateInter(String operation) {
    Job job = rank.job();
    int first = firstSeat == 0 ? size() : peerSize();
    List<Object> made =
        agree(
            operation,
            rank.number(),
            all -> {
              int[] world = all.stream().mapToInt(each -> (Integer) each).toArray();
              RankGroup one = new RankGroup(Arrays.copyOf(world, first));
              RankGroup other = new RankGroup(Arrays.copyOfRange(world, first, world.length));
              return List.of(
                  new InterPair(job.communicatorName(operation, name()), one, other, job));
            });
    return ((InterPair) made.getFirst()).of(rank);
  }

  private record MergeSeat(int key, int world) {}

  private FoldPart part(
      Fold fold, String op, @Nullable PredefinedOp predefined, @Nullable Combiner combiner) {
    Region target = fold.target();
    if (target != null) {
      new RegionCheck(rank.faults(), fold.operation()).requireWritable(target);
    }
    if (combiner != null) {
      new RegionCheck(rank.faults(), fold.operation()).requireArray(fold.data());
    }
    return new FoldPart(
        call(fold.operation(), fold.root(), op),
        fold.data(),
        target,
        scope(fold),
        predefined,
        combiner,
        objects(fold.operation(), fold.data()));
  }

  private FoldPart.Scope scope(Fold fold) {
    int own = firstSeat;
    int other = firstSeat == 0 ? size() : 0;
    return switch (fold.who()) {
      case ALL -> new FoldPart.Scope(own, own + size(), fold.skip());
      case UP_TO_ME -> new FoldPart.Scope(own, own + member + 1, fold.skip());
      case BEFORE_ME -> new FoldPart.Scope(own, own + member, fold.skip());
      case REMOTE -> new FoldPart.Scope(other, other + peerSize(), fold.skip());
    };
  }

  /** The root of an inter-communicator's collective is called differently on each side. */
  private String call(String operation, int root, String op) {
    StringJoiner arguments = new StringJoiner(", ", operation + "(", ")");
    if (root >= 0 && !isInter()) {
      arguments.add("root=" + root);
    }
    if (!op.isEmpty()) {
      arguments.add(op);
    }
    return arguments.toString();
  }

  int seatOf(int peer) {
    return isInter() && firstSeat == 0 ? size() + peer : peer;
  }

  Operation join(Part part) {
    return context.meetings().join(rank, firstSeat + member, part);
  }

  /** As {@link Gathering#meet}. */
  boolean meet(Call call) {
    return context.gathering().meet(rank, member, call);
  }

  private Operation carry(SendOperation operation, Message message, Destination to) {
    Message carried = message.tellingSender(operation);
    operation.carriedBy(carried);
    to.endpoint().send(carried);
    return operation;
  }

  private Message message(SendMode mode, String operation, Region data, Destination to) {
    Parcel objects = objects(operation, data);
    SendBudget budget = null;
    if (mode == SendMode.BUFFERED) {
      budget = take(operation, objects != null ? objects.bytes() : data.bytes());
    }
    return new Message(envelope(to.tag()), data, objects, budget);
  }

  private @Nullable SendBudget take(String operation, long bytes) {
    SendBudget budget = rank.budget();
    if (budget == null
        && Dialect.isOpenMpi(operation)
        && bytes <= rank.job().options().eagerBytes()) {
      return null;
    }
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

  private @Nullable Parcel objects(String operation, Region data) {
    return data.type() == ElementType.OBJECT ? new ObjectCodec(rank, operation).write(data) : null;
  }

  private Envelope envelope(int tag) {
    return new Envelope(peers.id(), member, tag);
  }

  private Destination destination(String operation, int destination, int tag) {
    if ((destination < 0 && destination != Wildcards.PROC_NULL) || destination >= peerSize()) {
      throw fault(
          ErrorClass.RANK,
          operation,
          "destination " + destination + notARank() + ranks() + ", MPI.PROC_NULL");
    }
    if (tag < 0) {
      throw fault(ErrorClass.TAG, operation, "tag " + tag + " is negative: use 0 or more");
    }
    return new Destination(peers, destination, tag);
  }

  private Pattern pattern(String operation, int source, int tag) {
    boolean special = source == Wildcards.PROC_NULL || source == Wildcards.ANY_SOURCE;
    if ((source < 0 && !special) || source >= peerSize()) {
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
    return " is not a rank of " + name() + " (size " + peerSize() + "): use ";
  }

  private String ranks() {
    return peerSize() == 1 ? "0" : "0.." + (peerSize() - 1);
  }

  private RuntimeException fault(ErrorClass kind, String operation, String text) {
    return rank.faults().of(kind, operation + ": " + text);
  }
}
