package dev.metaproc.mpi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Six messages through a ring of four lines, in order. */
@JCStressTest
@Outcome(id = "0, 5", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class FullRingLosesNothing extends Scene {
  @Actor
  public void sender() {
    for (int i = 0; i < 6; i++) {
      sendSmall(5, i);
    }
  }

  @Actor
  public void receiver(II_Result r) {
    r.r1 = post(5).await();
    for (int i = 0; i < 5; i++) {
      r.r2 = post(5).await();
    }
  }
}
