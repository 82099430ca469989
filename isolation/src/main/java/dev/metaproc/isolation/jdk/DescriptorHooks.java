package dev.metaproc.isolation.jdk;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code FileDescriptor.out}, {@code err} and {@code in} of programs: descriptors that are open and
 * stand for no file of the operating system. Streams made from them, in whatever way, reach the
 * program's standard streams through changes in {@code FileOutputStream} and {@code
 * FileInputStream}.
 */
public final class DescriptorHooks {
  /** Those in use in this JVM; a program's are removed at its end. */
  private static final Map<FileDescriptor, Object> STREAMS = new ConcurrentHashMap<>();

  private DescriptorHooks() {}

  public static FileDescriptor out(JdkState state) {
    return state.descriptors().out;
  }

  public static FileDescriptor err(JdkState state) {
    return state.descriptors().err;
  }

  public static FileDescriptor in(JdkState state) {
    return state.descriptors().in;
  }

  /** Where a stream writes, if its descriptor is a program's. */
  public static @Nullable OutputStream target(FileOutputStream stream) throws IOException {
    return STREAMS.get(stream.getFD()) instanceof OutputStream out ? out : null;
  }

  /** Where a stream reads, if its descriptor is a program's. */
  public static @Nullable InputStream source(FileInputStream stream) throws IOException {
    return STREAMS.get(stream.getFD()) instanceof InputStream in ? in : null;
  }

  public static boolean isPrograms(FileDescriptor descriptor) {
    return STREAMS.containsKey(descriptor);
  }

  /** The three of one program. */
  static final class Descriptors implements AutoCloseable {
    /** Above any number the operating system gives out: what slips through fails. */
    private static final int FIRST = 0x40000000;

    final FileDescriptor in;
    final FileDescriptor out;
    final FileDescriptor err;

    Descriptors(InputStream in, OutputStream out, OutputStream err) {
      this.in = standIn(FIRST, in);
      this.out = standIn(FIRST + 1, out);
      this.err = standIn(FIRST + 2, err);
    }

    private static FileDescriptor standIn(int number, Object stream) {
      FileDescriptor descriptor = new FileDescriptor();
      JdkInternals.set(FileDescriptor.class, "fd", descriptor, number);
      STREAMS.put(descriptor, stream);
      return descriptor;
    }

    @Override
    public void close() {
      STREAMS.remove(in);
      STREAMS.remove(out);
      STREAMS.remove(err);
    }
  }
}
