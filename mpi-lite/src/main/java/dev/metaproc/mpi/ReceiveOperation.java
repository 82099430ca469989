package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** A posted receive. */
final class ReceiveOperation extends Operation {
  final Pattern pattern;
  private final String name;
  private final Region target;
  private byte @Nullable [] objects;

  ReceiveOperation(MpiRank owner, String name, Region target, Pattern pattern) {
    super(owner);
    this.name = name;
    this.target = target;
    this.pattern = pattern;
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
      message.data().copyTo(target);
    }
  }

  private @Nullable Fault misfit(Message message) {
    if (!message.type().matches(target.type())) {
      return new Fault(
          ErrorClass.TYPE,
          (name + ": rank " + message.source + " sent " + message.data())
              + (" with tag " + message.tag + ", but the receive buffer is ")
              + (target.type().mpiName() + ": use the same datatype on both sides"));
    }
    if (message.elements() > target.elements()) {
      return new Fault(
          ErrorClass.TRUNCATE,
          (name + ": the message of " + message.data() + " from rank " + message.source)
              + (" with tag " + message.tag + " does not fit into " + target)
              + (": receive with room for at least " + message.elements()));
    }
    return null;
  }

  @Override
  void takeResult() {
    byte[] bytes = objects;
    if (bytes != null) {
      objects = null;
      new ObjectCodec(owner.faults(), name).read(bytes, elements(), target, owner.loader());
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
    return name + pattern.describe();
  }
}
