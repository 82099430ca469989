package dev.metaproc.mpi;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rank exposes in a window. A dynamic window's attached buffers follow each other in the
 * order in which they were attached. Thread-safe.
 */
final class WindowMemory {
  private final List<Memory> parts = new ArrayList<>();
  private final int unit;

  WindowMemory(@Nullable Memory memory, int unit) {
    this.unit = unit;
    if (memory != null) {
      parts.add(memory);
    }
  }

  /** Bytes of one displacement. */
  int unit() {
    return unit;
  }

  synchronized void attach(Memory memory) {
    parts.add(memory);
  }

  /** False if there is no such part. */
  synchronized boolean detach(Memory memory) {
    return parts.removeIf(part -> beginsAs(part.segment(), memory.segment()));
  }

  /** Of a heap segment the address is an offset in its array. */
  private static boolean beginsAs(MemorySegment one, MemorySegment other) {
    return one.address() == other.address() && one.heapBase().equals(other.heapBase());
  }

  synchronized long bytes() {
    return parts.stream().mapToLong(part -> part.segment().byteSize()).sum();
  }

  /** The memory from byte {@code at} on; empty if there is none. */
  synchronized Memory from(long at) {
    long start = at;
    for (Memory part : parts) {
      long size = part.segment().byteSize();
      if (start >= 0 && start < size) {
        return new Memory(part.segment().asSlice(start), part.order());
      }
      start -= size;
    }
    return new Memory(MemorySegment.ofArray(new byte[0]), ByteOrder.nativeOrder());
  }
}
