package dev.metaproc.debug.jdwp;

/** The error constants of the protocol that we send or act on. */
public final class JdwpError {
  public static final int NONE = 0;
  public static final int INVALID_THREAD = 10;
  public static final int INVALID_THREAD_GROUP = 11;
  public static final int INVALID_OBJECT = 20;
  public static final int INVALID_CLASS = 21;
  public static final int INVALID_METHODID = 23;
  public static final int INVALID_LOCATION = 24;
  public static final int INVALID_FIELDID = 25;
  public static final int INVALID_FRAMEID = 30;
  public static final int OPAQUE_FRAME = 32;
  public static final int TYPE_MISMATCH = 34;
  public static final int INVALID_MODULE = 42;
  public static final int INVALID_CLASS_FORMAT = 60;
  public static final int NOT_IMPLEMENTED = 99;
  public static final int NULL_POINTER = 100;
  public static final int ABSENT_INFORMATION = 101;
  public static final int INVALID_EVENT_TYPE = 102;
  public static final int ILLEGAL_ARGUMENT = 103;
  public static final int OUT_OF_MEMORY = 110;
  public static final int VM_DEAD = 112;
  public static final int INTERNAL = 113;
  public static final int INVALID_TAG = 500;
  public static final int ALREADY_INVOKING = 502;
  public static final int INVALID_INDEX = 503;
  public static final int INVALID_LENGTH = 504;
  public static final int INVALID_STRING = 506;
  public static final int INVALID_CLASS_LOADER = 507;
  public static final int INVALID_ARRAY = 508;
  public static final int INVALID_COUNT = 512;

  private JdwpError() {}
}
