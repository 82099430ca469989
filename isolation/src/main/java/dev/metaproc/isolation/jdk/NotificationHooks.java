package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.reclaim.UndoJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;

/**
 * What a program hears of the JVM's own beans, of collections for example. The JVM calls one thread
 * after the other on a thread of its own; a program is called on a thread of its own, so that it
 * holds nobody up.
 *
 * <pre>
 *   bean ── JVM's thread ──▶ Forwarder ── queue ──▶ program's thread ──▶ filter, listener
 * </pre>
 */
public final class NotificationHooks {
  /** As many may wait for a program that does not listen; then the oldest is dropped. */
  private static final int QUEUE = 1024;

  private static final long IDLE_SECONDS = 10;

  private NotificationHooks() {}

  /** Of one program; thread-safe. */
  static final class Listeners {
    private final Executor thread;
    private final List<Forwarder> all = new ArrayList<>();

    Listeners(JdkState state) {
      thread =
          new ThreadPoolExecutor(
              0,
              1,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(QUEUE),
              Background.daemons(state, "Notification Thread"),
              new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    private synchronized void add(Forwarder forwarder) {
      all.add(forwarder);
    }

    /** Takes those out that {@code which} accepts; the first only, if {@code one}. */
    private synchronized List<Forwarder> take(Predicate<Forwarder> which, boolean one) {
      List<Forwarder> taken = all.stream().filter(which).limit(one ? 1 : Long.MAX_VALUE).toList();
      all.removeAll(taken);
      return taken;
    }
  }

  /** Stands for a listener with its filter at a bean. */
  private static final class Forwarder implements NotificationListener {
    private final Listeners listeners;
    private final NotificationEmitter emitter;
    private final NotificationListener listener;
    private final @Nullable NotificationFilter filter;
    private final @Nullable Object handback;
    private UndoJournal.@Nullable Entry undo;

    Forwarder(
        Listeners listeners,
        NotificationEmitter emitter,
        NotificationListener listener,
        @Nullable NotificationFilter filter,
        @Nullable Object handback) {
      this.listeners = listeners;
      this.emitter = emitter;
      this.listener = listener;
      this.filter = filter;
      this.handback = handback;
    }

    void begin(UndoJournal journal) {
      listeners.add(this);
      emitter.addNotificationListener(this, null, null);
      undo = journal.record("notifications", () -> emitter.removeNotificationListener(this));
    }

    void end() throws ListenerNotFoundException {
      if (undo != null) {
        undo.cancel();
      }
      emitter.removeNotificationListener(this);
    }

    @SuppressWarnings("ReferenceEquality") // as the JDK compares them
    boolean isOf(Object bean, Object of) {
      return emitter == bean && listener == of;
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Object bean, Object of, @Nullable Object by, @Nullable Object with) {
      return isOf(bean, of) && filter == by && handback == with;
    }

    @Override
    public void handleNotification(Notification notification, @Nullable Object unused) {
      listeners.thread.execute(
          () -> {
            if (filter == null || filter.isNotificationEnabled(notification)) {
              listener.handleNotification(notification, handback);
            }
          });
    }
  }

  /** Says whether the program is served; if not, the bean goes on as it would. */
  public static boolean add(
      JdkState state,
      Object emitter,
      @Nullable Object listener,
      @Nullable Object filter,
      @Nullable Object handback) {
    if (listener == null || listener instanceof Forwarder) {
      return false;
    }
    Forwarder forwarder =
        new Forwarder(
            state.listeners(),
            (NotificationEmitter) emitter,
            (NotificationListener) listener,
            (NotificationFilter) filter,
            handback);
    forwarder.begin(state.journal());
    return true;
  }

  /** The same for all that were added with that listener; the bean says if there is none. */
  public static boolean remove(JdkState state, Object emitter, @Nullable Object listener)
      throws ListenerNotFoundException {
    return listener != null
        && end(state.listeners().take(each -> each.isOf(emitter, listener), false));
  }

  /** The same for one that was added with just these. */
  public static boolean remove(
      JdkState state,
      Object emitter,
      @Nullable Object listener,
      @Nullable Object filter,
      @Nullable Object handback)
      throws ListenerNotFoundException {
    return listener != null
        && end(
            state.listeners().take(each -> each.isOf(emitter, listener, filter, handback), true));
  }

  private static boolean end(List<Forwarder> forwarders) throws ListenerNotFoundException {
    for (Forwarder forwarder : forwarders) {
      forwarder.end();
    }
    return !forwarders.isEmpty();
  }
}
