package dev.metaproc.mpi;

import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/** Turns the buffer arguments of one MPI call into a {@link Region}, or says what is wrong. */
public final class RegionCheck {
  private final Faults faults;
  private final String operation;

  public RegionCheck(Faults faults, String operation) {
    this.faults = faults;
    this.operation = operation;
  }

  /** A null buffer is accepted for zero items. */
  public Region region(@Nullable Object buffer, long offset, long count, Layout layout) {
    requireCount(count);
    if (offset < 0) {
      throw fault(ErrorClass.BUFFER, "offset " + offset + " is negative: use 0 or more");
    }
    Object array = array(buffer, count, layout);
    if (buffer instanceof Buffer slice && array instanceof Memory own) {
      Region inFront = inFront(slice, own, new Region(own, offset, count, layout));
      if (inFront != null) {
        return inFront;
      }
    }
    requireRoom(array, offset, count, layout);
    boolean isEmpty = count == 0 || layout.size() == 0;
    return new Region(array, isEmpty ? 0 : offset, count, layout);
  }

  /** A region that begins before its slice does; null if it does not. */
  private static @Nullable Region inFront(Buffer slice, Memory own, Region region) {
    if (region.elements() <= 0 || region.lowest() >= 0) {
      return null;
    }
    SliceOrigin origin = SliceOrigin.of(slice, own, region.type());
    if (origin == null || origin.before() + region.lowest() < 0) {
      return null;
    }
    Region shifted =
        new Region(
            origin.storage(), origin.before() + region.offset(), region.count(), region.layout());
    return shifted.highest() <= region.type().length(origin.storage()) ? shifted : null;
  }

  void requireCount(long count) {
    if (count < 0) {
      throw fault(ErrorClass.COUNT, "count " + count + " is negative: use 0 or more");
    }
  }

  /** Where a block begins that is displaced by so many items. */
  long start(long offset, long displacement, Layout layout) {
    long start = Layout.plus(offset, Layout.times(displacement, layout.extent()));
    if (start < 0) {
      throw fault(
          ErrorClass.BUFFER,
          ("displacement " + displacement + " of " + layout.name() + " leads to element " + start)
              + ": use one that stays in the buffer");
    }
    return start;
  }

  /** As {@link #region}, but with as many of the {@code count} items as the buffer has room for. */
  public Region room(@Nullable Object buffer, long offset, long count, Layout layout) {
    Region room = largest(buffer, offset, count, layout);
    requireWritable(room);
    return room;
  }

  private Region largest(@Nullable Object buffer, long offset, long count, Layout layout) {
    boolean grows = layout.extent() > 0 && layout.first() >= 0;
    if (buffer == null || !layout.type().holds(buffer) || !grows) {
      return region(buffer, offset, count, layout);
    }
    long behindFirst = layout.type().length(buffer) - Math.max(0, offset) - layout.end();
    long fitting = behindFirst < 0 ? 0 : behindFirst / layout.extent() + 1;
    return region(buffer, offset, Math.min(count, fitting), layout);
  }

  /** An array with one entry per member of a communicator. */
  long[] perMember(String what, long @Nullable [] values, int members) {
    if (values == null || values.length < members) {
      throw fault(
          ErrorClass.ARG,
          "the array of "
              + what
              + (values == null ? " is null" : " has length " + values.length)
              + ": pass one entry for each of the "
              + members
              + " ranks");
    }
    return values;
  }

  private Object array(@Nullable Object buffer, long count, Layout layout) {
    ElementType type = layout.type();
    if (layout.size() == 0) {
      return type.newArray(0);
    }
    if (buffer == null) {
      if (count == 0) {
        return type.newArray(0);
      }
      throw fault(ErrorClass.BUFFER, "the buffer is null: pass " + wanted(type, layout));
    }
    Object storage = type.holds(buffer) ? buffer : Memory.of(buffer, type);
    if (storage == null && Dialect.isOpenMpi(operation)) {
      storage = Memory.ofArray(buffer, type);
    }
    if (storage == null) {
      throw fault(
          ErrorClass.BUFFER,
          "a buffer of type "
              + buffer.getClass().getSimpleName()
              + " cannot hold "
              + layout.name()
              + ": pass "
              + wanted(type, layout));
    }
    if (storage instanceof Memory memory && !memory.isShared()) {
      throw fault(
          ErrorClass.BUFFER,
          "the memory segment is closed or confined to one thread:"
              + " allocate it from Arena.ofShared() or ofAuto()");
    }
    return storage;
  }

  /** Throws if the data are more than can be handed to an operation that knows arrays only. */
  void requireArray(Region region) {
    if (region.elements() > ElementType.LONGEST_ARRAY) {
      throw fault(
          ErrorClass.COUNT,
          (region
                  + " are more than a Java array holds, and only MPI's own operations on plain"
                  + " types know more")
              + ": reduce at most "
              + ElementType.LONGEST_ARRAY
              + " at a time");
    }
  }

  /** Throws if nothing can be received into the region. */
  public void requireWritable(Region region) {
    if (region.array() instanceof Memory memory && memory.isReadOnly()) {
      throw fault(
          ErrorClass.BUFFER, "the buffer is read-only: receive into one that can be written");
    }
  }

  private static String wanted(ElementType type, Layout layout) {
    return withArticle(type) + " for " + layout.name();
  }

  private static String withArticle(ElementType type) {
    boolean vowel = type == ElementType.INT || type == ElementType.OBJECT;
    return (vowel ? "an " : "a ") + type.arrayName();
  }

  private static String place(Object storage, ElementType type) {
    return storage instanceof Memory ? "a buffer" : withArticle(type);
  }

  private void requireRoom(Object array, long offset, long count, Layout layout) {
    if (count == 0 || layout.size() == 0) {
      return;
    }
    long stride = Layout.times(count - 1, layout.extent());
    long low = Layout.plus(offset, Math.min(0, stride)) + layout.first();
    long high = Layout.plus(offset, Math.max(0, stride)) + layout.end();
    long length = layout.type().length(array);
    long most = array instanceof Memory ? Long.MAX_VALUE / Long.BYTES : Integer.MAX_VALUE;
    if (low < 0 || high > length || Layout.times(count, layout.size()) > most) {
      throw fault(
          ErrorClass.BUFFER,
          (count
                  + (count == 1 ? " item of " : " items of ")
                  + layout.name()
                  + " at offset "
                  + offset)
              + ((count == 1 ? " touches" : " touch") + " elements " + low + ".." + (high - 1))
              + (" of " + place(array, layout.type()) + " of length " + length)
              + ": use a smaller count or a longer array");
    }
  }

  private RuntimeException fault(ErrorClass kind, String text) {
    return faults.of(kind, operation + ": " + text);
  }
}
