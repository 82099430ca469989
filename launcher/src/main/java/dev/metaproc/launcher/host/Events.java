package dev.metaproc.launcher.host;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest events of a host, and whoever waits for the next. Thread-safe; never blocks a poster.
 */
public final class Events {
  private static final int KEPT = 1000;

  private final Deque<HostEvent> latest = new ArrayDeque<>();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  void post(HostEvent.Type type, String program, String id, String detail) {
    HostEvent event = new HostEvent(Instant.now(), type, program, id, detail);
    synchronized (latest) {
      if (latest.size() == KEPT) {
        latest.removeFirst();
      }
      latest.addLast(event);
      subscriptions.forEach(each -> each.offer(event));
    }
  }

  /** What is still known of the past, oldest first, and then what comes. */
  public Subscription subscribe() {
    synchronized (latest) {
      Subscription subscription = new Subscription(new ArrayList<>(latest));
      subscriptions.add(subscription);
      return subscription;
    }
  }

  /** One reader of events. One that does not keep up loses the newest. */
  public final class Subscription implements AutoCloseable {
    private final List<HostEvent> past;
    private final BlockingQueue<HostEvent> queue = new ArrayBlockingQueue<>(KEPT);

    private Subscription(List<HostEvent> past) {
      this.past = past;
    }

    public List<HostEvent> past() {
      return past;
    }

    private void offer(HostEvent event) {
      boolean isKept = queue.offer(event);
      assert isKept || !queue.isEmpty();
    }

    public HostEvent next() throws InterruptedException {
      return queue.take();
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
