package dev.metaproc.mpi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A change that comes while a rank begins to wait at a gate is seen. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class GateLetsGo extends Scene {
  private final Gate gate = new Gate();
  private boolean open;

  @Actor
  public void opener() {
    gate.change(() -> open = true);
  }

  @Actor
  public void waiter(I_Result r) {
    gate.await(OTHER, "a gate", () -> open);
    r.r1 = 1;
  }
}
