package dev.metaproc.mpi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A large message, matched by its sender, stays behind a small one in the ring, though another
 * sender is filling a line.
 */
@JCStressTest
@Outcome(id = "1, 2", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class LargeDoesNotOvertakeSmall extends Scene {
  private final Receive first = post(5);
  private final Receive second = post(5);

  @Actor
  public void sender() {
    sendSmall(5, 1);
    sendLarge(5, 2);
  }

  @Actor
  public void stranger() {
    sendSmall(6, 9);
  }

  @Arbiter
  public void receiver(II_Result r) {
    r.r1 = first.await();
    r.r2 = second.await();
  }
}
