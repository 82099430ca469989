package dev.metaproc.debug.jdwp;

/** The event kinds of the protocol. */
public final class EventKind {
  public static final int SINGLE_STEP = 1;
  public static final int BREAKPOINT = 2;
  public static final int EXCEPTION = 4;
  public static final int THREAD_START = 6;
  public static final int THREAD_DEATH = 7;
  public static final int CLASS_PREPARE = 8;
  public static final int CLASS_UNLOAD = 9;
  public static final int FIELD_ACCESS = 20;
  public static final int FIELD_MODIFICATION = 21;
  public static final int METHOD_ENTRY = 40;
  public static final int METHOD_EXIT = 41;
  public static final int METHOD_EXIT_WITH_VALUE = 42;
  public static final int MONITOR_CONTENDED_ENTER = 43;
  public static final int MONITOR_CONTENDED_ENTERED = 44;
  public static final int MONITOR_WAIT = 45;
  public static final int MONITOR_WAITED = 46;
  public static final int VM_START = 90;
  public static final int VM_DEATH = 99;

  private EventKind() {}
}
