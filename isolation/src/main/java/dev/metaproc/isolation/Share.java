package dev.metaproc.isolation;

/**
 * What a program shares with the program that is its parent, as the flags of Linux's {@code clone}
 * say it of a process; what is not named is the program's own. See {@link ProgramBuilder#parent}.
 */
public enum Share {
  /**
   * Standard input, output and error ({@code CLONE_FILES}), where the builder names no others. The
   * parent's stay open when the child ends.
   */
  STREAMS,
  /** The system properties: one set, which both read and write. */
  PROPERTIES,
  /** The environment, where the builder names no other. */
  ENVIRONMENT,
  /** The working directory ({@code CLONE_FS}), where the builder names no other. */
  DIRECTORY,
  /** The services and links of the host that the parent was given. */
  SERVICES,
  /**
   * The classes of the parent's class path ({@code CLONE_VM}): the child sees the parent's own,
   * with their statics. Code of theirs acts for the parent: what it prints is printed by the
   * parent, and its {@code System.exit} ends the parent. Both must be in loader mode.
   */
  CLASSES,
  /** The end ({@code CLONE_THREAD}): when the parent ends, the child is killed. */
  END
}
