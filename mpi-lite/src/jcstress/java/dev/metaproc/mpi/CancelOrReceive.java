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
 * A receive that is cancelled while its message comes is either withdrawn or gets it, never both.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE)
@Outcome(id = "0, 7", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class CancelOrReceive extends Scene {
  private final Receive receive = post(5);

  @Actor
  public void sender() {
    sendSmall(5, 7);
  }

  @Actor
  public void canceller(II_Result r) {
    r.r1 = endpoint.withdraw(receive.operation) ? 1 : 0;
  }

  @Arbiter
  public void arbiter(II_Result r) {
    receive.advance();
    r.r2 = receive.value();
  }
}
