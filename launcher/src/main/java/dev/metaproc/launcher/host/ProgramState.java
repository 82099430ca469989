package dev.metaproc.launcher.host;

/**
 * Where a named program is.
 *
 * <pre>
 *   CREATED ──start──▶ RUNNING ──stop──▶ STOPPING ──▶ EXITED ──start──▶ RUNNING …
 *                       ▲  │ ended by itself, the policy says again
 *                       │  ▼
 *                      BACKOFF ──failed too often──▶ FATAL
 * </pre>
 */
public enum ProgramState {
  /** Never started. */
  CREATED,
  RUNNING,
  /** Asked to end. */
  STOPPING,
  /** Waits for its next start after a failure: many restarts are a crash loop. */
  BACKOFF,
  /** Ended, and nothing will start it but a command. */
  EXITED,
  /** Gave up: it failed more often than its policy allows. */
  FATAL;

  public boolean isOver() {
    return this == EXITED || this == FATAL;
  }

  /** Whether there is a run to be stopped, or one about to begin. */
  public boolean isActive() {
    return this == RUNNING || this == STOPPING || this == BACKOFF;
  }
}
