package dev.metaproc.debug.jdwp;

/** What an event stops. */
public final class SuspendPolicy {
  public static final int NONE = 0;
  public static final int EVENT_THREAD = 1;
  public static final int ALL = 2;

  private SuspendPolicy() {}
}
