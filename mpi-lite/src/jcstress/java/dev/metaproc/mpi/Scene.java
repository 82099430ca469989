package dev.metaproc.mpi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One rank's endpoint, and what its tests send and receive: ints, from rank 0. */
class Scene {
  private static final Job JOB =
      new Job(
          2,
          (rank, code, reason) -> {},
          JobOptions.defaults(),
          fault -> new IllegalStateException(fault.toString()));

  static final MpiRank ONE = JOB.rank(0);
  static final MpiRank OTHER = JOB.rank(1);

  private static final Context CONTEXT = new Context("a test", RankGroup.firstOfWorld(2), JOB);

  /** No spinning: every wait that is not over sleeps. */
  private final Waits waits = new Waits(0, false);

  final Endpoint endpoint = new Endpoint(waits, 4, Endpoint.NOBODY);

  final void sendSmall(int tag, int value) {
    endpoint.sendSmall(ONE, CONTEXT.id(), 0, tag, ElementType.INT, new int[] {value}, 0, 1);
  }

  /** More than fits into a line, all of one value. */
  final void sendLarge(int tag, int value) {
    int[] data = new int[64];
    Arrays.fill(data, value);
    Region region = Region.contiguous(ElementType.INT, data, 0, data.length);
    endpoint.send(new Message(new Envelope(CONTEXT.id(), 0, tag), region, null, null));
  }

  final Receive post(int tag) {
    Receive receive = new Receive(tag);
    endpoint.post(receive.operation);
    return receive;
  }

  /** A receive that waits as the rank's threads do, at this scene's endpoint. */
  final class Receive implements Awaited {
    private final int[] into = new int[64];
    final ReceiveOperation operation;

    private Receive(int tag) {
      Region target = Region.contiguous(ElementType.INT, into, 0, into.length);
      operation = new ReceiveOperation(OTHER, "recv", target);
      operation.from(CONTEXT, Wildcards.ANY_SOURCE, tag);
    }

    int await() {
      waits.await(this);
      return into[0];
    }

    int value() {
      return into[0];
    }

    @Override
    public boolean isDone() {
      return operation.isDone();
    }

    @Override
    public void advance() {
      endpoint.progress();
    }

    @Override
    public void wake(@Nullable Sleeper sleeper) {
      operation.wake(sleeper);
    }

    @Override
    public String describe() {
      return "a receive";
    }
  }
}
