package dev.metaproc.mpi;

import dev.metaproc.isolation.shared.ModuleGrants;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a buffer was sliced from. To a library that is given an address a slice has memory in front
 * of it, and programs use types of negative displacements there.
 *
 * @param storage a Java array or a {@link Memory}
 * @param before elements in front of the slice
 */
record SliceOrigin(Object storage, long before) {
  private static final @Nullable MethodHandle ATTACHMENT = attachment();

  /** Null if the buffer is no slice or does not tell. */
  static @Nullable SliceOrigin of(Buffer slice, Memory own, ElementType type) {
    if (slice.hasArray() && type.holds(slice.array())) {
      return new SliceOrigin(slice.array(), slice.arrayOffset());
    }
    Buffer whole = slice.isDirect() ? origin(slice) : null;
    if (whole == null) {
      return null;
    }
    MemorySegment all = MemorySegment.ofBuffer(whole.duplicate().clear());
    long bytes = own.segment().address() - all.address();
    boolean isAligned = bytes % type.bytes() == 0;
    return isAligned ? new SliceOrigin(new Memory(all, own.order()), bytes / type.bytes()) : null;
  }

  private static @Nullable Buffer origin(Buffer slice) {
    MethodHandle attachment = ATTACHMENT;
    if (attachment == null) {
      return null;
    }
    try {
      return attachment.invoke(slice) instanceof Buffer whole ? whole : null;
    } catch (Throwable e) {
      throw new IllegalStateException("a direct buffer has no attachment", e);
    }
  }

  /** Null where the JDK keeps it to itself: embedders may not have opened java.lang. */
  private static @Nullable MethodHandle attachment() {
    try {
      ModuleGrants.grant("java.base", "sun.nio.ch", false, SliceOrigin.class.getModule());
      return MethodHandles.lookup()
          .findVirtual(
              Class.forName("sun.nio.ch.DirectBuffer"),
              "attachment",
              MethodType.methodType(Object.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
