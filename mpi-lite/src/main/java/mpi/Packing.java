package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Packed;
import dev.metaproc.mpi.Region;
import org.jspecify.annotations.Nullable;

/** Pack and Unpack (MPI-4.1 section 5.2) of both dialects. */
final class Packing {
  private Packing() {}

  static int size(String operation, Communicator core, int count, Datatype type) {
    core.check(operation);
    long bytes = (long) count * Datatype.layoutOf(operation, type).size() * type.getByteSize();
    if (count < 0 || bytes > Integer.MAX_VALUE) {
      throw new MPIException(
          ErrorClass.COUNT,
          operation + ": count " + count + " is out of range: use 0.." + Integer.MAX_VALUE);
    }
    return (int) bytes;
  }

  static int pack(
      String operation, Communicator core, Region data, byte @Nullable [] buffer, int position) {
    byte[] packed = Packed.write(operation, data, core.rank());
    byte[] target = required(operation, buffer, position, packed.length);
    System.arraycopy(packed, 0, target, position, packed.length);
    return position + packed.length;
  }

  static int unpack(
      String operation, Communicator core, byte @Nullable [] buffer, int position, Region target) {
    byte[] source = required(operation, buffer, position, Packed.bytes(target));
    return Packed.read(operation, source, position, target, core.rank());
  }

  private static byte[] required(
      String operation, byte @Nullable [] buffer, int position, long bytes) {
    if (buffer == null) {
      throw new MPIException(
          ErrorClass.BUFFER, operation + ": the packed buffer is null: pass a byte[]");
    }
    if (position < 0 || position + bytes > buffer.length) {
      throw new MPIException(
          position < 0 ? ErrorClass.ARG : ErrorClass.TRUNCATE,
          (operation + ": " + bytes + " bytes at position " + position + " do not fit into ")
              + ("a byte[] of length " + buffer.length + ": use one as long as packSize tells"));
    }
    return buffer;
  }
}
