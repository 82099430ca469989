package dev.metaproc.mpi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What all ranks of an open file have in common: the channel and the shared pointer. */
final class SharedFile {
  final Path path;
  final FileMode mode;
  final FileChannel channel;

  /** In etypes; guarded by this object's monitor. */
  private long pointer;

  SharedFile(Path path, FileMode mode) throws IOException {
    this.path = path;
    this.mode = mode;
    this.channel = FileChannel.open(path, mode.options());
  }

  synchronized long pointer() {
    return pointer;
  }

  synchronized void pointer(long etypes) {
    pointer = etypes;
  }

  /** Moves the pointer on; returns where it was. */
  synchronized long advance(long etypes) {
    long before = pointer;
    pointer += etypes;
    return before;
  }

  /** The last rank to close does it for all. */
  @Nullable IOException close() {
    try {
      channel.close();
      if (mode.has(FileMode.DELETE_ON_CLOSE)) {
        Files.deleteIfExists(path);
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
