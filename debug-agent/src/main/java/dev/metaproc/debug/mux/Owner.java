package dev.metaproc.debug.mux;

/**
 * Whose a class, a loader, a group or a thread is.
 *
 * @param pid the program's; 0 or less for what is no program's
 * @param isShared whether every debugger sees it: the JDK and the API that programs share
 */
record Owner(long pid, boolean isShared) {
  /** The JDK's, or of unknown origin: everybody may see it. */
  static final Owner SHARED = new Owner(0, true);

  /** Of a program that is not listed yet, or no more; not to be remembered. */
  static final Owner UNLISTED = new Owner(-1, false);

  /** The host's own. */
  static final Owner HOST = new Owner(0, false);

  static Owner program(long pid) {
    return new Owner(pid, false);
  }

  boolean isProgram() {
    return pid > 0;
  }
}
