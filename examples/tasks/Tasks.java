package tasks;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import mpi.MPI;
import mpi.Status;

/**
 * Rank 0 is the master: it sends each worker a {@link Task}, and another whenever an {@link Answer}
 * comes back, from whichever rank is first. Objects travel by value.
 *
 * <p>{@code bin/mpiexec -n 5 examples/tasks [tasks]}
 */
public final class Tasks {
  private static final int WORK = 1;
  private static final int STOP = 2;

  private Tasks() {}

  /** Compute n! for this n. */
  record Task(int n) implements Serializable {}

  /** How many digits n! has, and who counted them. */
  record Answer(int n, int digits, String worker) implements Serializable {}

  /** Master on rank 0, workers elsewhere. */
  public static void main(String[] args) {
    String[] own = MPI.Init(args);
    if (MPI.COMM_WORLD.Size() < 2) {
      throw new IllegalStateException("a master needs a worker: start at least 2 ranks");
    }
    if (MPI.COMM_WORLD.Rank() == 0) {
      master(own.length > 0 ? Integer.parseInt(own[0]) : 12);
    } else {
      work();
    }
    MPI.Finalize();
  }

  private static void master(int count) {
    Deque<Task> waiting = new ArrayDeque<>();
    for (int i = 1; i <= count; i++) {
      waiting.add(new Task(100 * i));
    }
    TreeMap<Integer, Answer> answers = new TreeMap<>();
    int busy = 0;
    for (int worker = 1; worker < MPI.COMM_WORLD.Size(); worker++) {
      busy += give(worker, waiting) ? 1 : 0;
    }
    while (busy > 0) {
      Object[] box = new Object[1];
      Status status = MPI.COMM_WORLD.Recv(box, 0, 1, MPI.OBJECT, MPI.ANY_SOURCE, WORK);
      Answer answer = (Answer) box[0];
      answers.put(answer.n(), answer);
      busy += give(status.source, waiting) ? 0 : -1;
    }
    answers.values().forEach(a -> System.out.println(a.n() + "! has " + a.digits() + " digits"));
    System.out.println(answers.size() + " tasks done");
  }

  /** Sends the next task, or the word to stop; says whether the worker is now busy. */
  private static boolean give(int worker, Deque<Task> waiting) {
    Task task = waiting.poll();
    Object[] box = {task};
    MPI.COMM_WORLD.Send(box, 0, 1, MPI.OBJECT, worker, task == null ? STOP : WORK);
    return task != null;
  }

  private static void work() {
    String name = "rank " + MPI.COMM_WORLD.Rank();
    Object[] box = new Object[1];
    while (MPI.COMM_WORLD.Recv(box, 0, 1, MPI.OBJECT, 0, MPI.ANY_TAG).tag == WORK) {
      int n = ((Task) box[0]).n();
      Object[] answer = {new Answer(n, factorial(n).toString().length(), name)};
      MPI.COMM_WORLD.Send(answer, 0, 1, MPI.OBJECT, 0, WORK);
    }
  }

  private static BigInteger factorial(int n) {
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return product;
  }
}
