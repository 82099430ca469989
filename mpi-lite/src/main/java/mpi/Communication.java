package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.SendMode;
import dev.metaproc.mpi.SmallReceipt;
import dev.metaproc.mpi.Wildcards;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Point to point as Open MPI's bindings spell it: {@code send(buf, count, type, dest, tag)}. A
 * buffer is a Java array, an NIO buffer or a {@code MemorySegment}; what the first {@code count}
 * items of it mean is told by the type. Of an NIO buffer all elements from index 0 count, whatever
 * its position and limit.
 */
public abstract class Communication {
  final Communicator core;

  Communication(Communicator core) {
    this.core = core;
  }

  public final void send(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    if (!core.sendSmall(buf, 0, count, Datatype.layoutOrNull(type), dest, tag)) {
      send(SendMode.STANDARD, "send", new Buf(buf, 0, count, type), dest, tag);
    }
  }

  /** Sends a copy, counted against the buffer attached with {@link MPI#attachBuffer}. */
  public final void bSend(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    send(SendMode.BUFFERED, "bSend", new Buf(buf, 0, count, type), dest, tag);
  }

  /** Waits until a receive has matched. */
  public final void sSend(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    send(SendMode.SYNCHRONOUS, "sSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final void rSend(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    send(SendMode.READY, "rSend", new Buf(buf, 0, count, type), dest, tag);
  }

  /** Receives a message of at most {@code count} items. */
  public final Status recv(@Nullable Object buf, int count, Datatype type, int source, int tag) {
    Layout layout = Datatype.layoutOrNull(type);
    long receipt = core.receiveSmall(buf, 0, count, layout, source, tag);
    return receipt != SmallReceipt.NONE && layout != null
        ? Status.of(receipt, layout)
        : receive("recv", new Buf(buf, 0, count, type), source, tag);
  }

  public final Request iSend(@Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return iSend((Object) buf, count, type, dest, tag);
  }

  public final Request iSend(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    Request sent = isendNow(buf, 0, count, type, dest, tag);
    return sent != null
        ? sent
        : isend(SendMode.STANDARD, "iSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request ibSend(@Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return ibSend((Object) buf, count, type, dest, tag);
  }

  public final Request ibSend(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    return isend(SendMode.BUFFERED, "ibSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request isSend(@Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return isSend((Object) buf, count, type, dest, tag);
  }

  public final Request isSend(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    return isend(SendMode.SYNCHRONOUS, "isSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request irSend(@Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return irSend((Object) buf, count, type, dest, tag);
  }

  public final Request irSend(@Nullable Object buf, int count, Datatype type, int dest, int tag) {
    return isend(SendMode.READY, "irSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request iRecv(@Nullable Buffer buf, int count, Datatype type, int source, int tag) {
    return iRecv((Object) buf, count, type, source, tag);
  }

  public final Request iRecv(@Nullable Object buf, int count, Datatype type, int source, int tag) {
    return irecv("iRecv", new Buf(buf, 0, count, type), source, tag);
  }

  public final Prequest sendInit(
      @Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return sendInit((Object) buf, count, type, dest, tag);
  }

  public final Prequest sendInit(
      @Nullable Object buf, int count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.STANDARD, "sendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest bSendInit(
      @Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return bSendInit((Object) buf, count, type, dest, tag);
  }

  public final Prequest bSendInit(
      @Nullable Object buf, int count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.BUFFERED, "bSendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest sSendInit(
      @Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return sSendInit((Object) buf, count, type, dest, tag);
  }

  public final Prequest sSendInit(
      @Nullable Object buf, int count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.SYNCHRONOUS, "sSendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest rSendInit(
      @Nullable Buffer buf, int count, Datatype type, int dest, int tag) {
    return rSendInit((Object) buf, count, type, dest, tag);
  }

  public final Prequest rSendInit(
      @Nullable Object buf, int count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.READY, "rSendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest recvInit(
      @Nullable Buffer buf, int count, Datatype type, int source, int tag) {
    return recvInit((Object) buf, count, type, source, tag);
  }

  public final Prequest recvInit(
      @Nullable Object buf, int count, Datatype type, int source, int tag) {
    return recvInit("recvInit", new Buf(buf, 0, count, type), source, tag);
  }

  /** Sends and receives at once, so that a ring of ranks cannot wait in a circle. */
  public final Status sendRecv(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      int dest,
      int sendtag,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype,
      int source,
      int recvtag) {
    Buf from = new Buf(sendbuf, 0, sendcount, sendtype);
    Buf into = new Buf(recvbuf, 0, recvcount, recvtype);
    return sendAndReceive("sendRecv", from, dest, sendtag, into, source, recvtag);
  }

  /** Sends the buffer's data and receives into the same place. */
  public final Status sendRecvReplace(
      @Nullable Object buf,
      int count,
      Datatype type,
      int dest,
      int sendtag,
      int source,
      int recvtag) {
    Buf both = new Buf(buf, 0, count, type);
    return replace("sendRecvReplace", both, dest, sendtag, source, recvtag);
  }

  /**
   * Gives an array, buffer or memory segment away, in constant time whatever its size: the receiver
   * gets this very object with {@link #recvMove}, and the sender must not use it any more.
   *
   * @param data a primitive array, an NIO buffer or a MemorySegment: what all ranks know alike
   */
  public final void sendMove(Object data, int dest, int tag) {
    core.check("sendMove");
    if (!Arguments.isShared(data)) {
      throw new MPIException(
          ErrorClass.TYPE,
          "sendMove: "
              + (data == null ? "null" : "a " + data.getClass().getSimpleName())
              + " cannot change hands: pass a primitive array, an NIO buffer or a MemorySegment");
    }
    long[] ticket = {dest == Wildcards.PROC_NULL ? 0 : core.rank().job().handover().leave(data)};
    send(SendMode.STANDARD, "sendMove", new Buf(ticket, 0, 1, Predefined.LONG), dest, tag);
  }

  /** The object that a {@link #sendMove} gave away; null from {@code MPI.PROC_NULL}. */
  public final @Nullable Object recvMove(int source, int tag) {
    long[] ticket = {0};
    Region target = room("recvMove", new Buf(ticket, 0, 1, Predefined.LONG), source);
    core.receive("recvMove", target, source, tag).await();
    return ticket[0] == 0 ? null : core.rank().job().handover().fetch(ticket[0]);
  }

  /**
   * A send whose data become ready in {@code partitions} parts of {@code count} items each (MPI-4.1
   * section 4.2): start it, then mark each with {@link PartitionedRequest#pready}, from any thread.
   */
  public final PartitionedRequest psendInit(
      @Nullable Object buf, int partitions, int count, Datatype type, int dest, int tag) {
    Arguments.count("psendInit", "partitions", partitions);
    return PartitionedRequest.sending(
        this, partition("psendInit", buf, partitions, count, type), dest, tag);
  }

  /**
   * The receive for a {@link #psendInit}, whose parts may be cut otherwise: {@link
   * PartitionedRequest#parrived} tells which have arrived.
   */
  public final PartitionedRequest precvInit(
      @Nullable Object buf, int partitions, int count, Datatype type, int source, int tag) {
    Arguments.count("precvInit", "partitions", partitions);
    return PartitionedRequest.receiving(
        this, partition("precvInit", buf, partitions, count, type), source, tag);
  }

  private PartitionedRequest.Parts partition(
      String operation, @Nullable Object buf, int partitions, int count, Datatype type) {
    Arguments.count(operation, "count", count);
    Buf whole = new Buf(buf, 0, (long) partitions * count, type);
    buffer(operation, whole);
    return new PartitionedRequest.Parts(whole, partitions);
  }

  /** Waits until a message that fits is there; its status counts elements of the base type. */
  public final Status probe(int source, int tag) {
    return Status.of(core.probe(source, tag), null);
  }

  /** As {@link #probe}, but null if no such message is there. */
  public final @Nullable Status iProbe(int source, int tag) {
    Operation probe = core.iprobe(source, tag);
    return probe == null ? null : Status.of(probe, null);
  }

  /** Bytes that {@code count} items occupy when packed. */
  public final int packSize(int count, Datatype type) {
    return Packing.size("packSize", core, count, type);
  }

  /** Appends items to packed data at {@code position}; returns the position behind them. */
  public final int pack(
      @Nullable Object inbuf, int count, Datatype type, byte @Nullable [] outbuf, int position) {
    Region data = buffer("pack", new Buf(inbuf, 0, count, type));
    return Packing.pack("pack", core, data, outbuf, position);
  }

  /** Takes items from packed data at {@code position}; returns the position behind them. */
  public final int unpack(
      byte @Nullable [] inbuf, int position, @Nullable Object outbuf, int count, Datatype type) {
    Region target = writable("unpack", new Buf(outbuf, 0, count, type));
    return Packing.unpack("unpack", core, inbuf, position, target);
  }

  final Status sendAndReceive(
      String operation, Buf from, int dest, int sendtag, Buf into, int source, int recvtag) {
    Region data = region(operation, from, dest);
    Operation receive = core.receive(operation, room(operation, into, source), source, recvtag);
    exchange(operation, data, dest, sendtag, receive);
    return Status.of(receive, Datatype.layoutOf(operation, into.type()));
  }

  final Status replace(String operation, Buf both, int dest, int sendtag, int source, int recvtag) {
    Region data = region(operation, both, dest).packed();
    Region target = room(operation, both, source);
    Operation receive = core.receive(operation, target, source, recvtag);
    exchange(operation, data, dest, sendtag, receive);
    return Status.of(receive, Datatype.layoutOf(operation, both.type()));
  }

  /** Sends and receives; a receive whose send cannot be made must not take a later message. */
  private void exchange(String operation, Region data, int dest, int sendtag, Operation receive) {
    Operation send;
    try {
      send = core.isend(SendMode.STANDARD, operation, data, dest, sendtag);
    } catch (RuntimeException e) {
      receive.cancel();
      throw e;
    }
    send.await();
    receive.await();
  }

  /** The short way of a send that does not wait; null, having done nothing, if it is not. */
  final @Nullable Request isendNow(
      @Nullable Object buf, int offset, int count, Datatype type, int dest, int tag) {
    Layout layout = Datatype.layoutOrNull(type);
    Operation sent = core.isendSmall(buf, offset, count, layout, dest, tag);
    return sent == null ? null : new Request(sent, layout);
  }

  /** A receive that is not small, comes late or is wrong. */
  final Status receive(String operation, Buf target, int source, int tag) {
    Layout layout = Datatype.layoutOrNull(target.type());
    Operation received =
        core.receiveNow(target.array(), target.offset(), target.count(), layout, source, tag);
    if (received != null) {
      return Status.of(received, layout);
    }
    Operation receive = core.receive(operation, room(operation, target, source), source, tag);
    receive.await();
    return Status.of(receive, Datatype.layoutOf(operation, target.type()));
  }

  final void send(SendMode mode, String operation, Buf buf, int dest, int tag) {
    core.send(mode, operation, region(operation, buf, dest), dest, tag);
  }

  final Request isend(SendMode mode, String operation, Buf buf, int dest, int tag) {
    Operation send = core.isend(mode, operation, region(operation, buf, dest), dest, tag);
    return new Request(send, Datatype.layoutOf(operation, buf.type()));
  }

  final Request irecv(String operation, Buf target, int source, int tag) {
    Layout layout = Datatype.layoutOrNull(target.type());
    Operation plain =
        core.receiveLater(
            operation, target.array(), target.offset(), target.count(), layout, source, tag);
    if (plain != null) {
      return new Request(plain, layout);
    }
    Operation receive = core.receive(operation, room(operation, target, source), source, tag);
    return new Request(receive, Datatype.layoutOf(operation, target.type()));
  }

  final Prequest sendInit(SendMode mode, String name, Buf buf, int dest, int tag) {
    Region data = region(name, buf, dest);
    return new Prequest(
        () -> {
          core.check("Start");
          return core.isend(mode, name, data, dest, tag);
        },
        Datatype.layoutOf(name, buf.type()));
  }

  final Prequest recvInit(String name, Buf buf, int source, int tag) {
    Region target = room(name, buf, source);
    return new Prequest(
        () -> {
          core.check("Start");
          return core.receive(name, target, source, tag);
        },
        Datatype.layoutOf(name, buf.type()));
  }

  /**
   * The buffer arguments of a call, checked. A transfer with nobody does not look at its buffer.
   */
  final Region region(String operation, Buf buf, int peer) {
    if (peer == Wildcards.PROC_NULL) {
      core.check(operation);
      return new Region(new byte[0], 0, 0, Predefined.BYTE.layout());
    }
    return buffer(operation, buf);
  }

  final Region buffer(String operation, Buf buf) {
    return core.check(operation)
        .region(buf.array(), buf.offset(), buf.count(), Datatype.layoutOf(operation, buf.type()));
  }

  final Region writable(String operation, Buf buf) {
    Region region = buffer(operation, buf);
    core.check(operation).requireWritable(region);
    return region;
  }

  /**
   * As {@link #region}, for receiving: a count beyond the end of the array does no harm before a
   * message comes that is too long, and programs written for MPJ Express pass such counts.
   */
  final Region room(String operation, Buf buf, int peer) {
    if (peer == Wildcards.PROC_NULL) {
      return region(operation, buf, peer);
    }
    return core.check(operation)
        .room(buf.array(), buf.offset(), buf.count(), Datatype.layoutOf(operation, buf.type()));
  }

  static void requireKeyval(String operation, int keyval) {
    if (keyval < 0) {
      throw new MPIException(
          ErrorClass.KEYVAL,
          operation + ": " + keyval + " is not an attribute key: use one of createKeyval()");
    }
  }
}
