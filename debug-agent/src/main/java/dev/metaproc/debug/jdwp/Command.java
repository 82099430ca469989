package dev.metaproc.debug.jdwp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every command of the protocol with the shape of its data and of its reply, in the letters of
 * {@link Shape}. {@code null} is a shape that depends on more than the packet and is read where the
 * command is handled.
 */
public enum Command {
  VM_VERSION(1, 1, "", "siiss"),
  VM_CLASSES_BY_SIGNATURE(1, 2, "s", "(bci)"),
  VM_ALL_CLASSES(1, 3, "", "(bcsi)"),
  VM_ALL_THREADS(1, 4, "", "(t)"),
  VM_TOP_LEVEL_THREAD_GROUPS(1, 5, "", "(g)"),
  VM_DISPOSE(1, 6, "", ""),
  VM_ID_SIZES(1, 7, "", "iiiii"),
  VM_SUSPEND(1, 8, "", ""),
  VM_RESUME(1, 9, "", ""),
  VM_EXIT(1, 10, "i", ""),
  VM_CREATE_STRING(1, 11, "s", "S"),
  VM_CAPABILITIES(1, 12, "", "bbbbbbb"),
  VM_CLASS_PATHS(1, 13, "", "s(s)(s)"),
  VM_DISPOSE_OBJECTS(1, 14, "(li)", ""),
  VM_HOLD_EVENTS(1, 15, "", ""),
  VM_RELEASE_EVENTS(1, 16, "", ""),
  VM_CAPABILITIES_NEW(1, 17, "", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
  VM_REDEFINE_CLASSES(1, 18, "(cs)", ""),
  VM_SET_DEFAULT_STRATUM(1, 19, "s", ""),
  VM_ALL_CLASSES_WITH_GENERIC(1, 20, "", "(bcssi)"),
  VM_INSTANCE_COUNTS(1, 21, "(c)", "(l)"),
  VM_ALL_MODULES(1, 22, "", "(M)"),

  TYPE_SIGNATURE(2, 1, "c", "s"),
  TYPE_CLASS_LOADER(2, 2, "c", "L"),
  TYPE_MODIFIERS(2, 3, "c", "i"),
  TYPE_FIELDS(2, 4, "c", "(fssi)"),
  TYPE_METHODS(2, 5, "c", "(mssi)"),
  TYPE_GET_VALUES(2, 6, "c(f)", "(v)"),
  TYPE_SOURCE_FILE(2, 7, "c", "s"),
  TYPE_NESTED_TYPES(2, 8, "c", "(bc)"),
  TYPE_STATUS(2, 9, "c", "i"),
  TYPE_INTERFACES(2, 10, "c", "(c)"),
  TYPE_CLASS_OBJECT(2, 11, "c", "C"),
  TYPE_SOURCE_DEBUG_EXTENSION(2, 12, "c", "s"),
  TYPE_SIGNATURE_WITH_GENERIC(2, 13, "c", "ss"),
  TYPE_FIELDS_WITH_GENERIC(2, 14, "c", "(fsssi)"),
  TYPE_METHODS_WITH_GENERIC(2, 15, "c", "(msssi)"),
  TYPE_INSTANCES(2, 16, "ci", "(w)"),
  TYPE_CLASS_FILE_VERSION(2, 17, "c", "ii"),
  TYPE_CONSTANT_POOL(2, 18, "c", "is"),
  TYPE_MODULE(2, 19, "c", "M"),

  CLASS_SUPERCLASS(3, 1, "c", "c"),
  CLASS_SET_VALUES(3, 2, null, ""),
  CLASS_INVOKE_METHOD(3, 3, "ctm(v)i", "vw"),
  CLASS_NEW_INSTANCE(3, 4, "ctm(v)i", "ww"),
  ARRAY_TYPE_NEW_INSTANCE(4, 1, "ci", "w"),
  INTERFACE_INVOKE_METHOD(5, 1, "ctm(v)i", "vw"),

  METHOD_LINE_TABLE(6, 1, "cm", "ll(li)"),
  METHOD_VARIABLE_TABLE(6, 2, "cm", "i(lssii)"),
  METHOD_BYTECODES(6, 3, "cm", "s"),
  METHOD_IS_OBSOLETE(6, 4, "cm", "b"),
  METHOD_VARIABLE_TABLE_WITH_GENERIC(6, 5, "cm", "i(lsssii)"),

  OBJECT_REFERENCE_TYPE(9, 1, "o", "bc"),
  OBJECT_GET_VALUES(9, 2, "o(f)", "(v)"),
  OBJECT_SET_VALUES(9, 3, null, ""),
  OBJECT_MONITOR_INFO(9, 5, "o", "ti(t)"),
  OBJECT_INVOKE_METHOD(9, 6, "otcm(v)i", "vw"),
  OBJECT_DISABLE_COLLECTION(9, 7, "o", ""),
  OBJECT_ENABLE_COLLECTION(9, 8, "o", ""),
  OBJECT_IS_COLLECTED(9, 9, "o", "b"),
  OBJECT_REFERRING_OBJECTS(9, 10, "oi", "(w)"),

  STRING_VALUE(10, 1, "S", "s"),

  THREAD_NAME(11, 1, "t", "s"),
  THREAD_SUSPEND(11, 2, "t", ""),
  THREAD_RESUME(11, 3, "t", ""),
  THREAD_STATUS(11, 4, "t", "ii"),
  THREAD_GROUP(11, 5, "t", "g"),
  THREAD_FRAMES(11, 6, "tii", "(Fx)"),
  THREAD_FRAME_COUNT(11, 7, "t", "i"),
  THREAD_OWNED_MONITORS(11, 8, "t", "(w)"),
  THREAD_CONTENDED_MONITOR(11, 9, "t", "w"),
  THREAD_STOP(11, 10, "to", ""),
  THREAD_INTERRUPT(11, 11, "t", ""),
  THREAD_SUSPEND_COUNT(11, 12, "t", "i"),
  THREAD_OWNED_MONITORS_DEPTH(11, 13, "t", "(wi)"),
  THREAD_FORCE_EARLY_RETURN(11, 14, "tv", ""),
  THREAD_IS_VIRTUAL(11, 15, "t", "b"),

  GROUP_NAME(12, 1, "g", "s"),
  GROUP_PARENT(12, 2, "g", "g"),
  GROUP_CHILDREN(12, 3, "g", "(t)(g)"),

  ARRAY_LENGTH(13, 1, "a", "i"),
  ARRAY_GET_VALUES(13, 2, "aii", "A"),
  ARRAY_SET_VALUES(13, 3, null, ""),

  LOADER_VISIBLE_CLASSES(14, 1, "L", "(bc)"),

  REQUEST_SET(15, 1, null, "i"),
  REQUEST_CLEAR(15, 2, "bi", ""),
  REQUEST_CLEAR_ALL_BREAKPOINTS(15, 3, "", ""),

  FRAME_GET_VALUES(16, 1, "tF(ib)", "(v)"),
  FRAME_SET_VALUES(16, 2, "tF(iv)", ""),
  FRAME_THIS_OBJECT(16, 3, "tF", "w"),
  FRAME_POP(16, 4, "tF", ""),

  CLASS_OBJECT_REFLECTED_TYPE(17, 1, "C", "bc"),

  MODULE_NAME(18, 1, "M", "s"),
  MODULE_CLASS_LOADER(18, 2, "M", "L"),

  EVENT_COMPOSITE(64, 100, null, ""),

  /** Sets from 128 on are for vendors: what only an address for all programs understands. */
  INFERIOR_LIST(128, 1, "", "(ligsss)"),
  INFERIOR_EXIT(128, 2, "li", ""),
  INFERIOR_STACKS(128, 3, "", "s"),
  INFERIOR_OF_TYPE(128, 4, "c", "l");

  private static final Map<Integer, Command> BY_CODE = new HashMap<>();

  static {
    for (Command each : values()) {
      BY_CODE.put(each.code(), each);
    }
  }

  private final int set;
  private final int number;

  @SuppressWarnings("ImmutableEnumChecker") // a Shape has one final string
  private final @Nullable Shape arguments;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Shape reply;

  Command(int set, int number, @Nullable String arguments, String reply) {
    this.set = set;
    this.number = number;
    this.arguments = arguments == null ? null : new Shape(arguments);
    this.reply = new Shape(reply);
  }

  /** The command of {@code set << 8 | number}; null when the protocol has none. */
  public static @Nullable Command of(int code) {
    return BY_CODE.get(code);
  }

  public int code() {
    return set << 8 | number;
  }

  /** What the command's data look like; null when its handler has to say. */
  public @Nullable Shape arguments() {
    return arguments;
  }

  public Shape reply() {
    return reply;
  }
}
