package dev.metaproc.isolation.shared;

import org.jspecify.annotations.Nullable;

/**
 * The initialisation of one class in one program (JVMS 5.5).
 *
 * <pre>
 *   NEW ──first use──→ RUNNING(thread) ──returned──→ DONE
 *                         └──────────────threw─────→ FAILED
 * </pre>
 *
 * <p>A thread that finds RUNNING waits, unless it is the one that runs it; two threads that wait
 * for one another wait for ever, as they do in a JVM. The wait cannot be interrupted, but the end
 * of the program ends it.
 */
final class ClassInit {
  private enum State {
    NEW,
    RUNNING,
    DONE,
    FAILED
  }

  private final int index;
  private final Holder holder;
  private final ProgramStatics program;

  // NEW → RUNNING → DONE or FAILED; these three are guarded by this
  private State state = State.NEW;
  private @Nullable Thread runner;
  private @Nullable Throwable failure;

  ClassInit(int index, Holder holder, ProgramStatics program) {
    this.index = index;
    this.holder = holder;
    this.program = program;
  }

  Holder initialize() {
    if (!begin()) {
      return holder;
    }
    boolean completed = false;
    try {
      runSupers();
      runInitializer();
      completed = true;
    } finally {
      if (!completed) {
        finish(State.FAILED); // even where a StackOverflowError left no room to say why
      }
    }
    program.publish(index, holder);
    finish(State.DONE);
    return holder;
  }

  /** Says whether the calling thread has to run it. */
  private synchronized boolean begin() {
    Thread self = Thread.currentThread();
    if (state == State.RUNNING && runner != self) {
      awaitEnd();
    }
    return switch (state) {
      case NEW -> {
        state = State.RUNNING;
        runner = self;
        yield true;
      }
      case RUNNING, DONE -> false;
      case FAILED -> throw InitFailures.again(holder.ownerName(), failure);
    };
  }

  private synchronized void awaitEnd() {
    boolean interrupted = false;
    try {
      while (state == State.RUNNING) {
        if (program.hasEnded()) {
          throw program.ending();
        }
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void runSupers() {
    try {
      holder.initializeSupers();
    } catch (Throwable thrown) {
      fail(thrown);
      throw thrown;
    }
  }

  private void runInitializer() {
    try {
      holder.initializeClass();
    } catch (Throwable thrown) {
      StackTraces.clean(thrown);
      fail(thrown);
      throw InitFailures.first(thrown);
    }
  }

  private synchronized void fail(Throwable thrown) {
    failure = InitFailures.record(thrown);
  }

  private synchronized void finish(State end) {
    state = end;
    runner = null;
    notifyAll();
  }

  synchronized void wake() {
    notifyAll();
  }
}
