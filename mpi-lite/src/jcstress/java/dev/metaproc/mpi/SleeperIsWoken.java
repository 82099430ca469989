package dev.metaproc.mpi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A small message that comes while its receiver falls asleep wakes it: else the actor would hang.
 */
@JCStressTest
@Outcome(id = "7", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class SleeperIsWoken extends Scene {
  private final Receive receive = post(5);

  @Actor
  public void sender() {
    sendSmall(5, 7);
  }

  @Actor
  public void receiver(I_Result r) {
    r.r1 = receive.await();
  }
}
