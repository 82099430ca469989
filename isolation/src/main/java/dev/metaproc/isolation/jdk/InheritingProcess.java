package dev.metaproc.isolation.jdk;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A child whose inherited streams are carried by threads: it ends when they have. */
final class InheritingProcess extends Process {
  private final Process child;
  private final boolean out;
  private final boolean err;
  private final List<Thread> outputs;

  InheritingProcess(Process child, boolean out, boolean err, List<Thread> outputs) {
    this.child = child;
    this.out = out;
    this.err = err;
    this.outputs = List.copyOf(outputs);
  }

  @Override
  public OutputStream getOutputStream() {
    return child.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return out ? InputStream.nullInputStream() : child.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return err ? InputStream.nullInputStream() : child.getErrorStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    int status = child.waitFor();
    for (Thread output : outputs) {
      output.join();
    }
    return status;
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    boolean ended = child.waitFor(timeout, unit);
    for (Thread output : outputs) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left > 0) {
        output.join(left);
      }
    }
    return ended && !carries();
  }

  private boolean carries() {
    return outputs.stream().anyMatch(Thread::isAlive);
  }

  @Override
  public int exitValue() {
    return child.exitValue();
  }

  @Override
  public boolean isAlive() {
    return child.isAlive() || carries();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return child.onExit().thenApply(this::carried);
  }

  private Process carried(Process ended) {
    boolean interrupted = false;
    for (Thread output : outputs) {
      try {
        output.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  @Override
  public void destroy() {
    child.destroy();
  }

  @Override
  public Process destroyForcibly() {
    child.destroyForcibly();
    return this;
  }

  @Override
  public boolean supportsNormalTermination() {
    return child.supportsNormalTermination();
  }

  @Override
  public ProcessHandle toHandle() {
    return child.toHandle();
  }

  @Override
  public String toString() {
    return child.toString();
  }
}
