package dev.metaproc.mpi;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits until at least one of several operations of a rank is done. */
public final class AnyOperation implements Awaited {
  private static final int SHOWN = 4;

  private final List<? extends Operation> operations;

  private AnyOperation(List<? extends Operation> operations) {
    this.operations = operations;
  }

  /**
   * Waits until one of {@code operations}, of which there is at least one, is done; takes no
   * result.
   *
   * @throws JobAborted when the rank is killed first
   */
  public static void await(List<? extends Operation> operations) {
    operations.getFirst().owner.waits().await(new AnyOperation(operations));
  }

  /** Is one of {@code operations} done? If not lets other ranks run. Takes no result. */
  public static boolean poll(List<? extends Operation> operations) {
    for (Operation each : operations) {
      if (each.isDoneNow()) {
        return true;
      }
    }
    operations.getFirst().owner.waits().missed();
    return false;
  }

  @Override
  public boolean isDone() {
    for (Operation each : operations) {
      if (each.isDone()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void advance() {
    operations.forEach(Operation::advance);
  }

  @Override
  public void wake(@Nullable Sleeper sleeper) {
    operations.forEach(each -> each.wake(sleeper));
  }

  @Override
  public String describe() {
    String more = operations.size() > SHOWN ? ", ..." : "";
    return operations.stream()
        .limit(SHOWN)
        .map(Awaited::describe)
        .collect(Collectors.joining(", ", "Waitany(", more + ")"));
  }
}
