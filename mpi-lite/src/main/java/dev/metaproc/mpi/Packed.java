package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import java.nio.ByteBuffer;

/**
 * Data as a row of bytes, values in native order. Objects are preceded by their length, since only
 * the stream itself knows it.
 */
public final class Packed {
  private Packed() {}

  public static byte[] write(String operation, Region data, MpiRank rank) {
    if (data.type() == ElementType.OBJECT) {
      byte[] objects = new ObjectCodec(rank, operation).serialise(data);
      return ByteBuffer.allocate(Integer.BYTES + objects.length)
          .putInt(objects.length)
          .put(objects)
          .array();
    }
    byte[] bytes = new byte[(int) data.bytes()];
    data.copyTo(inBytes(bytes, 0, data));
    return bytes;
  }

  /** Fills {@code target} from {@code position}; returns the position behind. */
  public static int read(
      String operation, byte[] bytes, int position, Region target, MpiRank rank) {
    if (target.type() != ElementType.OBJECT) {
      inBytes(bytes, position, target).copyTo(target);
      return position + (int) target.bytes();
    }
    ByteBuffer source = ByteBuffer.wrap(bytes).position(position);
    if (source.remaining() < Integer.BYTES) {
      throw cut(operation, rank);
    }
    int length = source.getInt();
    if (length < 0 || length > source.remaining()) {
      throw cut(operation, rank);
    }
    byte[] objects = new byte[length];
    source.get(objects);
    new ObjectCodec(rank, operation)
        .read(new Parcel.Stream(objects), (int) target.elements(), target);
    return position + Integer.BYTES + length;
  }

  /** Bytes that a region without objects occupies. */
  public static long bytes(Region region) {
    return region.bytes();
  }

  private static RuntimeException cut(String operation, MpiRank rank) {
    return rank.faults()
        .of(
            ErrorClass.TRUNCATE,
            operation + ": the packed buffer holds no whole object: unpack what was packed");
  }

  private static Region inBytes(byte[] bytes, int position, Region like) {
    Memory memory =
        Memory.ofBytes(ByteBuffer.wrap(bytes, position, bytes.length - position).slice());
    return Region.contiguous(like.type(), memory, 0, like.elements());
  }
}
