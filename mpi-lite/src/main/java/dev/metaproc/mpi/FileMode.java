package dev.metaproc.mpi;

import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a file is opened (MPI-4.1 section 14.2.1): the bits of the access mode. */
record FileMode(int bits) {
  static final int CREATE = 1;
  static final int READ = 2;
  static final int WRITE = 4;
  static final int READ_WRITE = 8;
  static final int DELETE_ON_CLOSE = 16;
  static final int EXCLUSIVE = 64;
  static final int APPEND = 128;
  static final int SEQUENTIAL = 256;

  boolean has(int bit) {
    return (bits & bit) != 0;
  }

  /** What is wrong with it; null if nothing. */
  @Nullable String problem() {
    int ways = Integer.bitCount(bits & (READ | WRITE | READ_WRITE));
    if (ways != 1) {
      return "pass exactly one of MODE_RDONLY, MODE_WRONLY and MODE_RDWR";
    }
    if (has(READ) && (has(CREATE) || has(EXCLUSIVE))) {
      return "leave MODE_CREATE and MODE_EXCL out with MODE_RDONLY";
    }
    if (has(READ_WRITE) && has(SEQUENTIAL)) {
      return "leave MODE_SEQUENTIAL out with MODE_RDWR";
    }
    return null;
  }

  Set<OpenOption> options() {
    Set<OpenOption> options = new HashSet<>();
    if (!has(WRITE)) {
      options.add(StandardOpenOption.READ);
    }
    if (!has(READ)) {
      options.add(StandardOpenOption.WRITE);
    }
    if (has(EXCLUSIVE)) {
      options.add(StandardOpenOption.CREATE_NEW);
    } else if (has(CREATE)) {
      options.add(StandardOpenOption.CREATE);
    }
    return options;
  }
}
