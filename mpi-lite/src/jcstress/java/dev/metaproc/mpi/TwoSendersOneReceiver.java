package dev.metaproc.mpi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two senders claim lines of one ring: each of their messages arrives once. */
@JCStressTest
@Outcome(id = "1, 2", expect = ACCEPTABLE)
@Outcome(id = "2, 1", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class TwoSendersOneReceiver extends Scene {
  private final Receive first = post(Wildcards.ANY_TAG);
  private final Receive second = post(Wildcards.ANY_TAG);

  @Actor
  public void one() {
    sendSmall(5, 1);
  }

  @Actor
  public void other() {
    sendSmall(6, 2);
  }

  @Arbiter
  public void receiver(II_Result r) {
    r.r1 = first.await();
    r.r2 = second.await();
  }
}
