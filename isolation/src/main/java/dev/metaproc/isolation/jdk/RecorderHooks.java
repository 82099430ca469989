package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.reclaim.UndoJournal;
import dev.metaproc.isolation.shared.ProgramStatics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/**
 * What a program tells the flight recorder, of which a JVM has one: it is called as the program,
 * and no longer when that has ended. Its event types are forgotten with their classes, or at its
 * end.
 */
public final class RecorderHooks {
  private RecorderHooks() {}

  /** What one program has told the recorder, by the object it was told. */
  static final class Told {
    private final Map<Object, Call> calls = new ConcurrentHashMap<>();
    private boolean hasTypes;

    /** Most event types register themselves, so they are looked for at the end. */
    private synchronized void types(JdkState state) {
      if (!hasTypes && state.statics() == null) {
        hasTypes = true;
        Object ignored = state.journal().record("event types", () -> unregister(state.loader()));
      }
    }

    private static void unregister(ClassLoader loader) {
      Class<?> jvm = JdkInternals.named("jdk.jfr.internal.JVM");
      if (JdkInternals.invokeStatic(jvm, "getAllEventClasses", List.class) instanceof List<?> all) {
        for (Object each : all) {
          if (each instanceof Class<?> type
              && loader.equals(type.getClassLoader())
              && Event.class.isAssignableFrom(type)) {
            FlightRecorder.unregister(type.asSubclass(Event.class));
          }
        }
      }
    }
  }

  /** A call into the program, and how the recorder is told to make no more of them. */
  private record Call(Object wrapped, UndoJournal.Entry undo) {}

  public static void register(JdkState state, Class<? extends Event> type) {
    FlightRecorder.register(type);
    state.told().types(state);
  }

  public static void addPeriodicEvent(
      JdkState state, Class<? extends Event> type, Runnable periodic) {
    Runnable wrapped = () -> as(state, periodic);
    FlightRecorder.addPeriodicEvent(type, wrapped);
    state.told().types(state);
    UndoJournal.Entry undo =
        state.journal().record("periodic event", () -> FlightRecorder.removePeriodicEvent(wrapped));
    state.told().calls.put(periodic, new Call(wrapped, undo));
  }

  public static boolean removePeriodicEvent(JdkState state, Runnable periodic) {
    Call call = state.told().calls.remove(periodic);
    if (call == null) {
      return FlightRecorder.removePeriodicEvent(periodic);
    }
    call.undo.cancel();
    return FlightRecorder.removePeriodicEvent((Runnable) call.wrapped);
  }

  public static void addListener(JdkState state, FlightRecorderListener listener) {
    FlightRecorderListener wrapped = new Listener(state, listener);
    FlightRecorder.addListener(wrapped);
    UndoJournal.Entry undo =
        state.journal().record("recorder listener", () -> FlightRecorder.removeListener(wrapped));
    state.told().calls.put(listener, new Call(wrapped, undo));
  }

  public static boolean removeListener(JdkState state, FlightRecorderListener listener) {
    Call call = state.told().calls.remove(listener);
    if (call == null) {
      return FlightRecorder.removeListener(listener);
    }
    call.undo.cancel();
    return FlightRecorder.removeListener((FlightRecorderListener) call.wrapped);
  }

  private record Listener(JdkState state, FlightRecorderListener listener)
      implements FlightRecorderListener {
    @Override
    public void recorderInitialized(FlightRecorder recorder) {
      as(state, () -> listener.recorderInitialized(recorder));
    }

    @Override
    public void recordingStateChanged(Recording recording) {
      as(state, () -> listener.recordingStateChanged(recording));
    }
  }

  /** Runs it on a thread of the recorder's that counts as the program's meanwhile. */
  private static void as(JdkState state, Runnable task) {
    ProgramStatics statics = state.statics();
    Thread self = Thread.currentThread();
    ClassLoader before = self.getContextClassLoader();
    self.setContextClassLoader(state.contextClassLoader());
    try {
      (statics == null ? task : statics.context().bound(task)).run();
    } catch (ProgramEnded ended) {
      return; // the recorder would take it for a failure of its own
    } finally {
      self.setContextClassLoader(before);
    }
  }
}
