package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way: its envelope, and its data either by reference to the sender's buffer or in
 * a private copy. Owned by the sender until it is pushed into an {@link Inbox}, from then on by
 * whoever holds the receiver's progress lock, and after the match by the thread that delivers it.
 */
final class Message extends Link<Message> {
  /** {@link Context#id}. */
  final int context;

  final int source;
  final int tag;
  private Region data;
  private final @Nullable Parcel objects;
  private final @Nullable SendOperation sender;
  private final @Nullable SendBudget budget;
  private boolean copied;

  /** What a small message was sent under; see {@link Endpoint#withdraw(long)}. */
  final long position;

  /** A message that nobody waits for, unless it is sent by {@link #tellingSender}. */
  Message(Envelope envelope, Region data, @Nullable Parcel objects, @Nullable SendBudget budget) {
    this(envelope, data, objects, budget, null);
  }

  /** A small message that came while nobody asked for it, its data already a private copy. */
  Message(int context, int source, int tag, Region copy, long position) {
    this.context = context;
    this.source = source;
    this.tag = tag;
    this.data = copy;
    this.position = position;
    this.objects = null;
    this.budget = null;
    this.sender = null;
    this.copied = true;
  }

  private Message(
      Envelope envelope,
      Region data,
      @Nullable Parcel objects,
      @Nullable SendBudget budget,
      @Nullable SendOperation sender) {
    this.context = envelope.context();
    this.position = Endpoint.MATCHED;
    this.source = envelope.source();
    this.tag = envelope.tag();
    this.data = data;
    this.objects = objects;
    this.budget = budget;
    this.sender = sender;
  }

  /** The same message, completing {@code operation} when it is matched. */
  Message tellingSender(SendOperation operation) {
    return new Message(new Envelope(context, source, tag), data, objects, budget, operation);
  }

  ElementType type() {
    return data.type();
  }

  long elements() {
    return data.elements();
  }

  long bytes() {
    return objects != null ? objects.bytes() : data.bytes();
  }

  Region data() {
    return data;
  }

  @Nullable Parcel objects() {
    return objects;
  }

  /**
   * Lets go of the sender's buffer: the data move into a private copy. Objects always have one, and
   * a sender that waits for the match keeps its buffer still.
   */
  void detach() {
    if (!copied && objects == null && sender == null) {
      data = data.packed();
      copied = true;
    }
  }

  /** Lets a sender that waits help to copy. */
  void share(SharedCopy copy) {
    if (sender != null) {
      sender.share(copy);
    }
  }

  /** The data were taken, or never will be: the sender's buffer is its own again. */
  void settled() {
    if (budget != null) {
      budget.release(bytes());
    }
    if (sender != null) {
      sender.complete();
    }
  }
}
