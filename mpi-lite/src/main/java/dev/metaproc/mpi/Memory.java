package dev.metaproc.mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Elements that are not in a Java array of their own type: those of an NIO buffer or of a {@link
 * MemorySegment}. It stands where a {@link Region} has its array. Values are stored in the buffer's
 * byte order; a position is an element's index, whatever the buffer's own position and limit are.
 *
 * @param order of the bytes of a value
 */
public record Memory(MemorySegment segment, ByteOrder order) {
  /** Never started: some thread that is not the owner of anything. */
  private static final Thread STRANGER = Thread.ofPlatform().unstarted(() -> {});

  /**
   * What {@code buffer} holds if it can hold elements of {@code type}: its array if it has one of
   * that very type, else its memory; null if it cannot.
   */
  static @Nullable Object of(Object buffer, ElementType type) {
    if (buffer instanceof Memory memory) {
      return type == ElementType.OBJECT ? null : memory;
    }
    if (buffer instanceof MemorySegment segment) {
      return type == ElementType.OBJECT ? null : new Memory(segment, ByteOrder.nativeOrder());
    }
    if (!(buffer instanceof Buffer nio) || !canHold(nio, type)) {
      return null;
    }
    if (nio.hasArray() && !nio.isReadOnly() && nio.arrayOffset() == 0 && type.holds(nio.array())) {
      return nio.array();
    }
    return new Memory(MemorySegment.ofBuffer(nio.duplicate().clear()), orderOf(nio));
  }

  /**
   * The memory of an array of another type, as a program ported from C means it: any array of
   * numbers as bytes or chars, an {@code int[]} or {@code byte[]} as anything; else null.
   */
  static @Nullable Memory ofArray(Object array, ElementType type) {
    boolean bytes =
        type == ElementType.BYTE || type == ElementType.PACKED || type == ElementType.CHAR;
    boolean anything =
        (array instanceof byte[] || array instanceof int[]) && type != ElementType.OBJECT;
    boolean numbers =
        array.getClass().isArray()
            && array.getClass().getComponentType().isPrimitive()
            && !(array instanceof boolean[]);
    return numbers && (bytes || anything)
        ? new Memory(segment(array), ByteOrder.nativeOrder())
        : null;
  }

  /** All of a buffer's bytes, as they are. */
  public static Memory ofBytes(Buffer buffer) {
    return new Memory(MemorySegment.ofBuffer(buffer.duplicate().clear()), ByteOrder.nativeOrder());
  }

  /** A buffer's memory, in its own byte order, of at most so many bytes. */
  public static Memory of(Buffer buffer, long bytes) {
    MemorySegment whole = MemorySegment.ofBuffer(buffer.duplicate().clear());
    return new Memory(whole.asSlice(0, Math.min(bytes, whole.byteSize())), orderOf(buffer));
  }

  /** Memory of a program's own. */
  public static Memory of(MemorySegment segment) {
    return new Memory(segment, ByteOrder.nativeOrder());
  }

  /** New memory of so many bytes, for longer data than an array holds. */
  static Memory allocate(long bytes) {
    return of(Arena.ofAuto().allocate(bytes, Long.BYTES));
  }

  /** All of an array's bytes, values in native order. */
  public static Memory ofBytes(byte[] bytes) {
    return new Memory(MemorySegment.ofArray(bytes), ByteOrder.nativeOrder());
  }

  private static boolean canHold(Buffer buffer, ElementType type) {
    if (buffer instanceof ByteBuffer) {
      return type != ElementType.OBJECT;
    }
    return switch (type) {
      case BYTE, PACKED -> true;
      case CHAR -> buffer instanceof CharBuffer;
      case SHORT -> buffer instanceof ShortBuffer;
      case INT -> buffer instanceof IntBuffer;
      case LONG -> buffer instanceof LongBuffer;
      case FLOAT -> buffer instanceof FloatBuffer;
      case DOUBLE -> buffer instanceof DoubleBuffer;
      case BOOLEAN, OBJECT -> false;
    };
  }

  private static ByteOrder orderOf(Buffer buffer) {
    return switch (buffer) {
      case ByteBuffer b -> b.order();
      case CharBuffer b -> b.order();
      case ShortBuffer b -> b.order();
      case IntBuffer b -> b.order();
      case LongBuffer b -> b.order();
      case FloatBuffer b -> b.order();
      case DoubleBuffer b -> b.order();
      default -> ByteOrder.nativeOrder();
    };
  }

  /** Whole elements of {@code type} that fit. */
  long length(ElementType type) {
    return segment.byteSize() / type.bytes();
  }

  boolean isReadOnly() {
    return segment.isReadOnly();
  }

  /** May other ranks' threads read and write it? */
  boolean isShared() {
    return segment.isAccessibleBy(STRANGER) && segment.scope().isAlive();
  }

  boolean overlaps(Memory other) {
    return segment.asOverlappingSlice(other.segment).isPresent();
  }

  /**
   * Copies {@code count} elements of {@code type} between two places, each a Java array or a
   * memory.
   */
  static void copy(
      ElementType type, Object from, long position, Object to, long target, long count) {
    if (type == ElementType.BOOLEAN) {
      for (long i = 0; i < count; i++) {
        setBoolean(to, target + i, isTrue(from, position + i));
      }
      return;
    }
    long size = type.bytes();
    MemorySegment.copy(
        segment(from),
        layout(type, orderOf(from)),
        position * size,
        segment(to),
        layout(type, orderOf(to)),
        target * size,
        count);
  }

  private static boolean isTrue(Object place, long index) {
    return place instanceof Memory memory
        ? memory.segment.get(ValueLayout.JAVA_BYTE, index) != 0
        : ((boolean[]) place)[(int) index];
  }

  private static void setBoolean(Object place, long index, boolean value) {
    if (place instanceof Memory memory) {
      memory.segment.set(ValueLayout.JAVA_BYTE, index, (byte) (value ? 1 : 0));
    } else {
      ((boolean[]) place)[(int) index] = value;
    }
  }

  private static ByteOrder orderOf(Object place) {
    return place instanceof Memory memory ? memory.order : ByteOrder.nativeOrder();
  }

  private static MemorySegment segment(Object place) {
    return switch (place) {
      case Memory memory -> memory.segment;
      case byte[] array -> MemorySegment.ofArray(array);
      case char[] array -> MemorySegment.ofArray(array);
      case short[] array -> MemorySegment.ofArray(array);
      case int[] array -> MemorySegment.ofArray(array);
      case long[] array -> MemorySegment.ofArray(array);
      case float[] array -> MemorySegment.ofArray(array);
      case double[] array -> MemorySegment.ofArray(array);
      default -> throw new IllegalStateException("no memory in a " + place.getClass());
    };
  }

  private static ValueLayout layout(ElementType type, ByteOrder order) {
    return switch (type) {
      case BYTE, PACKED, BOOLEAN -> ValueLayout.JAVA_BYTE;
      case CHAR -> ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(order);
      case SHORT -> ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
      case INT -> ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
      case LONG -> ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
      case FLOAT -> ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
      case DOUBLE -> ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
      case OBJECT -> throw new IllegalStateException("objects have no memory");
    };
  }
}
