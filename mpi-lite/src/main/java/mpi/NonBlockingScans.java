package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.Region;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/** Prefix reductions that only start; see {@link NonBlockingCommunication}. */
public abstract class NonBlockingScans extends Comm {
  NonBlockingScans(Communicator core, Attributes attributes) {
    super(core, attributes);
  }

  public final Request iScan(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    Collectives call = new Collectives(core, "iScan");
    Collectives.requireOneGroup("iScan", core);
    Region data = call.region(new Buf(sendbuf, 0, count, type));
    Region target = call.region(new Buf(recvbuf, 0, count, type));
    return new Request(call.scan(data, target, type, op), Datatype.layoutOf("iScan", type));
  }

  public final Request iScan(
      @Nullable Buffer sendbuf, @Nullable Buffer recvbuf, int count, Datatype type, Op op) {
    return iScan((Object) sendbuf, (Object) recvbuf, count, type, op);
  }

  public final Request iScan(@Nullable Object buf, long count, Datatype type, Op op) {
    return iScan(buf, buf, count, type, op);
  }

  public final Request iScan(@Nullable Buffer buf, int count, Datatype type, Op op) {
    return iScan((Object) buf, count, type, op);
  }

  public final Request iExScan(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    Collectives call = new Collectives(core, "iExScan");
    Collectives.requireOneGroup("iExScan", core);
    Region data = call.region(new Buf(sendbuf, 0, count, type));
    Region target = call.region(new Buf(recvbuf, 0, count, type));
    return new Request(call.exScan(data, target, type, op), Datatype.layoutOf("iExScan", type));
  }

  public final Request iExScan(
      @Nullable Buffer sendbuf, @Nullable Buffer recvbuf, int count, Datatype type, Op op) {
    return iExScan((Object) sendbuf, (Object) recvbuf, count, type, op);
  }

  public final Request iExScan(@Nullable Object buf, long count, Datatype type, Op op) {
    return iExScan(buf, buf, count, type, op);
  }

  public final Request iExScan(@Nullable Buffer buf, int count, Datatype type, Op op) {
    return iExScan((Object) buf, count, type, op);
  }
}
