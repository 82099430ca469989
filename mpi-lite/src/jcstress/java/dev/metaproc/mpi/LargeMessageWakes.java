package dev.metaproc.mpi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** As {@link SleeperIsWoken}, for a message that its sender matches. */
@JCStressTest
@Outcome(id = "7", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class LargeMessageWakes extends Scene {
  @Actor
  public void sender() {
    sendLarge(5, 7);
  }

  @Actor
  public void receiver(I_Result r) {
    r.r1 = post(5).await();
  }
}
