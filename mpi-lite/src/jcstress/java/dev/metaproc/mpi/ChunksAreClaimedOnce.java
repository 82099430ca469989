package dev.metaproc.mpi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** All elements are worked on, by one rank each. */
@JCStressTest
@Outcome(id = "10", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class ChunksAreClaimedOnce extends Scene {
  private final Chunks chunks = new Chunks(10, 3);
  private int one;
  private int other;

  @Actor
  public void one() {
    one = work();
  }

  @Actor
  public void other() {
    other = work();
  }

  private int work() {
    int done = 0;
    for (long start = chunks.claim(); start != Chunks.NONE; start = chunks.claim()) {
      done += chunks.length(start);
    }
    return done;
  }

  @Arbiter
  public void arbiter(I_Result r) {
    r.r1 = one + other;
  }
}
