package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A receive, posted or about to be. One object may serve one receive after the other, when nobody
 * else knows it in between.
 */
final class ReceiveOperation extends Operation {
  private static final byte[] NOTHING = {};

  /** Longer buffers are not kept reachable after the receive. */
  private static final int KEPT_BYTES = 4096;

  /** Which of the posted receives was first; the endpoint's. */
  long order;

  private String name;
  private Object array = NOTHING;
  private long offset;
  private long count;
  private Layout layout = Layout.basic(ElementType.BYTE);
  private @Nullable Context context;
  private int contextId;
  private int wantedSource;
  private int wantedTag;
  private @Nullable Parcel objects;
  private volatile @Nullable SharedCopy shared;

  /** Of nothing, until {@link #into} and {@link #from}. */
  ReceiveOperation(MpiRank owner, String name) {
    super(owner);
    this.name = name;
  }

  /** Of a message that is known already: never posted. */
  ReceiveOperation(MpiRank owner, String name, Region target) {
    this(owner, name);
    into(target.array(), target.offset(), target.count(), target.layout());
  }

  ReceiveOperation(MpiRank owner, String name, Region target, Pattern pattern) {
    this(owner, name, target);
    from(pattern.context(), pattern.source(), pattern.tag());
  }

  /** Makes it a new receive of that name; {@link #into} and {@link #from} follow. */
  @SuppressWarnings("ReferenceEquality")
  ReceiveOperation named(String operation) {
    renew();
    if (name != operation) {
      name = operation;
    }
    return this;
  }

  /** Makes it a new receive; {@link #from} follows. Storing what is there would cost a barrier. */
  @SuppressWarnings("ReferenceEquality")
  ReceiveOperation into(Object buffer, long start, long items, Layout itemLayout) {
    if (array != buffer) {
      array = buffer;
    }
    if (layout != itemLayout) {
      layout = itemLayout;
    }
    offset = start;
    count = items;
    return this;
  }

  @SuppressWarnings("ReferenceEquality")
  ReceiveOperation from(Context communicator, int source, int tag) {
    if (context != communicator) {
      context = communicator;
      contextId = communicator.id();
    }
    wantedSource = source;
    wantedTag = tag;
    return this;
  }

  @Override
  void letGo() {
    if (elements() * layout.type().bytes() > KEPT_BYTES) {
      array = NOTHING;
    }
  }

  int context() {
    return contextId;
  }

  int wantedSource() {
    return wantedSource;
  }

  int wantedTag() {
    return wantedTag;
  }

  boolean isWild() {
    return wantedSource == Wildcards.ANY_SOURCE || wantedTag == Wildcards.ANY_TAG;
  }

  boolean accepts(int messageContext, int source, int tag) {
    return messageContext == contextId
        && (source == wantedSource || wantedSource == Wildcards.ANY_SOURCE)
        && (tag == wantedTag || wantedTag == Wildcards.ANY_TAG);
  }

  private Region target() {
    return new Region(array, offset, count, layout);
  }

  /** Takes the data of a message matched with this receive; on whichever thread found the match. */
  void accept(Message message) {
    received(message);
    Fault misfit = misfit(message);
    if (misfit != null) {
      fail(misfit);
    } else if (message.objects() != null) {
      objects = message.objects();
    } else {
      copy(message);
    }
  }

  /** The sender or the receiver does it; the other helps if it waits meanwhile. */
  private void copy(Message message) {
    SharedCopy large = SharedCopy.of(message.data(), target());
    if (large == null) {
      message.data().copyTo(target());
      return;
    }
    shared = large;
    message.share(large);
    large.finish();
    shared = null;
  }

  @Override
  public void advance() {
    SharedCopy large = shared;
    if (large != null) {
      large.help();
    } else {
      super.advance();
    }
  }

  private boolean isPlain(Ring ring, long line) {
    ElementType type = layout.type();
    return ring.type(line) == type
        && layout.isContiguous()
        && ring.elements(line) <= count * layout.size()
        && type.holds(array);
  }

  void acceptSmall(Ring ring, long line) {
    if (isPlain(ring, line)) {
      int elements = ring.elements(line);
      received(
          ring.source(line), ring.tag(line), elements, (long) elements * layout.type().bytes());
      ring.copyTo(line, array, (int) offset);
    } else {
      accept(
          new Message(ring.context(line), ring.source(line), ring.tag(line), ring.copy(line), 0));
    }
  }

  /** Takes the data of a small message from the sender's own buffer. */
  void acceptSmall(int source, int tag, ElementType type, Object from, int start, int elements) {
    if (type == layout.type()
        && layout.isContiguous()
        && elements <= count * layout.size()
        && type.holds(array)) {
      received(source, tag, elements, (long) elements * type.bytes());
      Elements.copy(type, from, start, array, (int) offset, elements);
    } else {
      accept(
          new Message(contextId, source, tag, Region.contiguous(type, from, start, elements), 0));
    }
  }

  private @Nullable Fault misfit(Message message) {
    if (!message.type().matches(layout.type())) {
      return new Fault(
          ErrorClass.TYPE,
          (name + ": rank " + message.source + " sent " + message.data())
              + (" with tag " + message.tag + ", but the receive buffer is ")
              + (layout.type().mpiName() + ": use the same datatype on both sides"));
    }
    if (message.elements() > count * layout.size()) {
      return new Fault(
          ErrorClass.TRUNCATE,
          (name + ": the message of " + message.data() + " from rank " + message.source)
              + (" with tag " + message.tag + " does not fit into " + target())
              + (": receive with room for at least " + message.elements()));
    }
    return null;
  }

  @Override
  void takeResult() {
    Parcel bytes = objects;
    if (bytes != null) {
      objects = null;
      new ObjectCodec(owner, name).read(bytes, (int) elements(), target());
    }
  }

  @Override
  public void cancel() {
    if (owner.endpoint().withdraw(this)) {
      completeCancelled();
    }
  }

  @Override
  public String describe() {
    return name + new Pattern(Objects.requireNonNull(context), wantedSource, wantedTag).describe();
  }
}
