package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.MpiFile;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.RegionCheck;
import java.nio.Buffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A file that all ranks of a communicator read and write (MPI-4.1 chapter 14). What a rank sees of
 * it is its view; offsets and pointers count etypes of the view. Data are stored as the machine has
 * them ({@code native}), or with the highest byte first ({@code external32}).
 *
 * <p>Relative names are relative to the program's working directory. One thread of a rank at a
 * time.
 */
public final class File {
  private final MpiFile core;
  private final FileViewHolder view = new FileViewHolder();
  private volatile Errhandler errhandler = Predefined.ERRORS_RETURN;
  private volatile Info info;
  private boolean atomic;
  private @Nullable Status begun;

  /** What the program set last. */
  private static final class FileViewHolder {
    FileView current = new FileView(0, Predefined.BYTE, Predefined.BYTE, "native");
  }

  /** Opens a file; collective. {@code amode} is a sum of {@code MPI.MODE_} constants. */
  public File(Comm comm, String filename, int amode) {
    this(comm, filename, amode, Predefined.INFO_NULL);
  }

  public File(Comm comm, String filename, int amode, Info info) {
    if (comm == null) {
      throw new MPIException(
          ErrorClass.COMM, "File: the communicator is null: pass MPI.COMM_WORLD or another");
    }
    this.info = Info.required("File", info).copy();
    Collectives.requireOneGroup("File", comm.core);
    this.core = MpiFile.open(comm.core, Arguments.text("File", "file name", filename), amode);
  }

  public static void delete(String filename) {
    MpiFile.delete(Caller.rank("delete"), Arguments.text("delete", "file name", filename));
  }

  public static void delete(String filename, Info info) {
    Info.required("delete", info);
    delete(filename);
  }

  /** Collective. */
  public void close() {
    core.close();
  }

  /** In bytes; collective. */
  public void setSize(long size) {
    core.resize("setSize", size, true);
  }

  /** Makes the file at least this large, in bytes; collective. */
  public void preallocate(long size) {
    core.resize("preallocate", size, false);
  }

  /** In bytes. */
  public long getSize() {
    return core.size();
  }

  public Group getGroup() {
    core.check("getGroup");
    return new Group(core.communicator().group(), core.communicator().rank().number());
  }

  public int getAMode() {
    return core.mode();
  }

  public Info getInfo() {
    core.check("getInfo");
    return info.copy();
  }

  public void setInfo(Info hints) {
    core.check("setInfo");
    info = Info.required("setInfo", hints).copy();
  }

  /** As the other, without hints. */
  public void setView(long disp, Datatype etype, Datatype filetype, String datarep) {
    setView(disp, etype, filetype, datarep, Predefined.INFO_NULL);
  }

  /**
   * Shows this rank the data of {@code filetype}, again and again from byte {@code disp} on, and
   * sets the pointers to the start. Collective.
   *
   * @param etype what offsets count
   * @param datarep {@code native}, {@code internal} or {@code external32}
   */
  public void setView(long disp, Datatype etype, Datatype filetype, String datarep, Info hints) {
    core.check("setView");
    Info.required("setView", hints);
    Layout element = Datatype.layoutOf("setView", etype);
    Layout tile = Datatype.layoutOf("setView", filetype);
    ByteOrder order =
        switch (Arguments.text("setView", "data representation", datarep)) {
          case "native", "internal" -> ByteOrder.nativeOrder();
          case "external32" -> ByteOrder.BIG_ENDIAN;
          default ->
              throw new MPIException(
                  ErrorClass.UNSUPPORTED_DATAREP,
                  "setView: \""
                      + datarep
                      + "\" is no data representation: use native, internal or"
                      + " external32");
        };
    core.view(
        disp == MPI.DISPLACEMENT_CURRENT ? core.byteOffset(core.position()) : disp,
        element,
        tile,
        order);
    view.current = new FileView(disp, etype, filetype, datarep);
  }

  public FileView getView() {
    core.check("getView");
    return view.current;
  }

  /** Moves this rank's pointer; {@code whence} is a {@code MPI.SEEK_} constant. */
  public void seek(long offset, int whence) {
    core.check("seek");
    core.seek("seek", target("seek", offset, whence, core.position()));
  }

  /** Moves the shared pointer; collective. */
  public void seekShared(long offset, int whence) {
    core.check("seekShared");
    core.seekShared(target("seekShared", offset, whence, core.sharedPosition()));
  }

  private long target(String operation, long offset, int whence, long current) {
    long target =
        switch (whence) {
          case MPI.SEEK_SET -> offset;
          case MPI.SEEK_CUR -> current + offset;
          case MPI.SEEK_END -> core.end() + offset;
          default ->
              throw new MPIException(
                  ErrorClass.ARG,
                  operation
                      + ": "
                      + whence
                      + " is no origin: use MPI.SEEK_SET, SEEK_CUR, SEEK_END");
        };
    if (target < 0) {
      throw new MPIException(
          ErrorClass.ARG,
          operation + ": position " + target + " lies before the view: use 0 or more");
    }
    return target;
  }

  public long getPosition() {
    return core.position();
  }

  public long getPositionShared() {
    return core.sharedPosition();
  }

  /** Where an offset of the view is in the file, in bytes. */
  public long getByteOffset(long offset) {
    return core.byteOffset(offset);
  }

  /** Bytes from one item of a type to the next in the file. */
  public int getTypeExtent(Datatype type) {
    core.check("getTypeExtent");
    return Count.asInt(Datatype.layoutOf("getTypeExtent", type).inBytes().extent());
  }

  /** Writes are always seen by later reads of other ranks here; the flag is remembered. */
  public void setAtomicity(boolean atomicity) {
    core.meet("setAtomicity");
    atomic = atomicity;
  }

  public boolean getAtomicity() {
    core.check("getAtomicity");
    return atomic;
  }

  /** Writes everything to the device; collective. */
  public void sync() {
    core.sync();
  }

  public Errhandler getErrhandler() {
    core.check("getErrhandler");
    return errhandler;
  }

  public void setErrhandler(@Nullable Errhandler handler) {
    core.check("setErrhandler");
    errhandler = Errhandler.required("setErrhandler", handler);
  }

  /** As {@link Comm#callErrhandler}. */
  public void callErrhandler(int errorCode) {
    core.check("callErrhandler");
    errhandler.call(core.communicator().rank(), errorCode);
  }

  public Status readAt(long offset, @Nullable Object buf, int count, Datatype type) {
    return readAt(offset, buf, (long) count, type);
  }

  public Status readAt(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("readAt", buf, count, type);
    return status(core.readAt("readAt", offset, region), type);
  }

  public Request iReadAt(long offset, @Nullable Buffer buf, int count, Datatype type) {
    return iReadAt(offset, (Object) buf, count, type);
  }

  public Request iReadAt(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("iReadAt", buf, count, type);
    return new Request(core.readAt("iReadAt", offset, region), type.layout());
  }

  public Status readAtAll(long offset, @Nullable Object buf, int count, Datatype type) {
    return readAtAll(offset, buf, (long) count, type);
  }

  public Status readAtAll(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("readAtAll", buf, count, type);
    core.meet("readAtAll");
    return status(core.readAt("readAtAll", offset, region), type);
  }

  public Request iReadAtAll(long offset, @Nullable Buffer buf, int count, Datatype type) {
    return iReadAtAll(offset, (Object) buf, count, type);
  }

  public Request iReadAtAll(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("iReadAtAll", buf, count, type);
    return new Request(core.readAt("iReadAtAll", offset, region), type.layout());
  }

  public void readAtAllBegin(long offset, @Nullable Object buf, int count, Datatype type) {
    readAtAllBegin(offset, buf, (long) count, type);
  }

  public void readAtAllBegin(long offset, @Nullable Object buf, long count, Datatype type) {
    begin("readAtAllBegin");
    begun = readAtAll(offset, buf, count, type);
  }

  public Status readAtAllEnd(@Nullable Object buf) {
    return end("readAtAllEnd");
  }

  public Status writeAt(long offset, @Nullable Object buf, int count, Datatype type) {
    return writeAt(offset, buf, (long) count, type);
  }

  public Status writeAt(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("writeAt", buf, count, type);
    return status(core.writeAt("writeAt", offset, region), type);
  }

  public Request iWriteAt(long offset, @Nullable Buffer buf, int count, Datatype type) {
    return iWriteAt(offset, (Object) buf, count, type);
  }

  public Request iWriteAt(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("iWriteAt", buf, count, type);
    return new Request(core.writeAt("iWriteAt", offset, region), type.layout());
  }

  public Status writeAtAll(long offset, @Nullable Object buf, int count, Datatype type) {
    return writeAtAll(offset, buf, (long) count, type);
  }

  public Status writeAtAll(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("writeAtAll", buf, count, type);
    core.meet("writeAtAll");
    return status(core.writeAt("writeAtAll", offset, region), type);
  }

  public Request iWriteAtAll(long offset, @Nullable Buffer buf, int count, Datatype type) {
    return iWriteAtAll(offset, (Object) buf, count, type);
  }

  public Request iWriteAtAll(long offset, @Nullable Object buf, long count, Datatype type) {
    Region region = region("iWriteAtAll", buf, count, type);
    return new Request(core.writeAt("iWriteAtAll", offset, region), type.layout());
  }

  public void writeAtAllBegin(long offset, @Nullable Object buf, int count, Datatype type) {
    writeAtAllBegin(offset, buf, (long) count, type);
  }

  public void writeAtAllBegin(long offset, @Nullable Object buf, long count, Datatype type) {
    begin("writeAtAllBegin");
    begun = writeAtAll(offset, buf, count, type);
  }

  public Status writeAtAllEnd(@Nullable Object buf) {
    return end("writeAtAllEnd");
  }

  public Status read(@Nullable Object buf, int count, Datatype type) {
    return read(buf, (long) count, type);
  }

  public Status read(@Nullable Object buf, long count, Datatype type) {
    Region region = region("read", buf, count, type);
    return status(core.read("read", region), type);
  }

  public Request iRead(@Nullable Buffer buf, int count, Datatype type) {
    return iRead((Object) buf, count, type);
  }

  public Request iRead(@Nullable Object buf, long count, Datatype type) {
    Region region = region("iRead", buf, count, type);
    return new Request(core.read("iRead", region), type.layout());
  }

  public Status readAll(@Nullable Object buf, int count, Datatype type) {
    return readAll(buf, (long) count, type);
  }

  public Status readAll(@Nullable Object buf, long count, Datatype type) {
    Region region = region("readAll", buf, count, type);
    core.meet("readAll");
    return status(core.read("readAll", region), type);
  }

  public Request iReadAll(@Nullable Buffer buf, int count, Datatype type) {
    return iReadAll((Object) buf, count, type);
  }

  public Request iReadAll(@Nullable Object buf, long count, Datatype type) {
    Region region = region("iReadAll", buf, count, type);
    return new Request(core.read("iReadAll", region), type.layout());
  }

  public void readAllBegin(@Nullable Object buf, int count, Datatype type) {
    readAllBegin(buf, (long) count, type);
  }

  public void readAllBegin(@Nullable Object buf, long count, Datatype type) {
    begin("readAllBegin");
    begun = readAll(buf, count, type);
  }

  public Status readAllEnd(@Nullable Object buf) {
    return end("readAllEnd");
  }

  public Status write(@Nullable Object buf, int count, Datatype type) {
    return write(buf, (long) count, type);
  }

  public Status write(@Nullable Object buf, long count, Datatype type) {
    Region region = region("write", buf, count, type);
    return status(core.write("write", region), type);
  }

  public Request iWrite(@Nullable Buffer buf, int count, Datatype type) {
    return iWrite((Object) buf, count, type);
  }

  public Request iWrite(@Nullable Object buf, long count, Datatype type) {
    Region region = region("iWrite", buf, count, type);
    return new Request(core.write("iWrite", region), type.layout());
  }

  public Status writeAll(@Nullable Object buf, int count, Datatype type) {
    return writeAll(buf, (long) count, type);
  }

  public Status writeAll(@Nullable Object buf, long count, Datatype type) {
    Region region = region("writeAll", buf, count, type);
    core.meet("writeAll");
    return status(core.write("writeAll", region), type);
  }

  public Request iWriteAll(@Nullable Buffer buf, int count, Datatype type) {
    return iWriteAll((Object) buf, count, type);
  }

  public Request iWriteAll(@Nullable Object buf, long count, Datatype type) {
    Region region = region("iWriteAll", buf, count, type);
    return new Request(core.write("iWriteAll", region), type.layout());
  }

  public void writeAllBegin(@Nullable Object buf, int count, Datatype type) {
    writeAllBegin(buf, (long) count, type);
  }

  public void writeAllBegin(@Nullable Object buf, long count, Datatype type) {
    begin("writeAllBegin");
    begun = writeAll(buf, count, type);
  }

  public Status writeAllEnd(@Nullable Object buf) {
    return end("writeAllEnd");
  }

  public Status readShared(@Nullable Object buf, int count, Datatype type) {
    return readShared(buf, (long) count, type);
  }

  public Status readShared(@Nullable Object buf, long count, Datatype type) {
    Region region = region("readShared", buf, count, type);
    return status(core.readShared("readShared", region), type);
  }

  public Request iReadShared(@Nullable Buffer buf, int count, Datatype type) {
    return iReadShared((Object) buf, count, type);
  }

  public Request iReadShared(@Nullable Object buf, long count, Datatype type) {
    Region region = region("iReadShared", buf, count, type);
    return new Request(core.readShared("iReadShared", region), type.layout());
  }

  public Status writeShared(@Nullable Object buf, int count, Datatype type) {
    return writeShared(buf, (long) count, type);
  }

  public Status writeShared(@Nullable Object buf, long count, Datatype type) {
    Region region = region("writeShared", buf, count, type);
    return status(core.writeShared("writeShared", region), type);
  }

  public Request iWriteShared(@Nullable Buffer buf, int count, Datatype type) {
    return iWriteShared((Object) buf, count, type);
  }

  public Request iWriteShared(@Nullable Object buf, long count, Datatype type) {
    Region region = region("iWriteShared", buf, count, type);
    return new Request(core.writeShared("iWriteShared", region), type.layout());
  }

  public Status readOrdered(@Nullable Object buf, int count, Datatype type) {
    return readOrdered(buf, (long) count, type);
  }

  public Status readOrdered(@Nullable Object buf, long count, Datatype type) {
    Region region = region("readOrdered", buf, count, type);
    return status(core.readOrdered("readOrdered", region), type);
  }

  public void readOrderedBegin(@Nullable Object buf, int count, Datatype type) {
    readOrderedBegin(buf, (long) count, type);
  }

  public void readOrderedBegin(@Nullable Object buf, long count, Datatype type) {
    begin("readOrderedBegin");
    begun = readOrdered(buf, count, type);
  }

  public Status readOrderedEnd(@Nullable Object buf) {
    return end("readOrderedEnd");
  }

  public Status writeOrdered(@Nullable Object buf, int count, Datatype type) {
    return writeOrdered(buf, (long) count, type);
  }

  public Status writeOrdered(@Nullable Object buf, long count, Datatype type) {
    Region region = region("writeOrdered", buf, count, type);
    return status(core.writeOrdered("writeOrdered", region), type);
  }

  public void writeOrderedBegin(@Nullable Object buf, int count, Datatype type) {
    writeOrderedBegin(buf, (long) count, type);
  }

  public void writeOrderedBegin(@Nullable Object buf, long count, Datatype type) {
    begin("writeOrderedBegin");
    begun = writeOrdered(buf, count, type);
  }

  public Status writeOrderedEnd(@Nullable Object buf) {
    return end("writeOrderedEnd");
  }

  private void begin(String operation) {
    core.check(operation);
    if (begun != null) {
      throw new MPIException(
          ErrorClass.OTHER, operation + ": a split collective is under way: end it first");
    }
  }

  private Status end(String operation) {
    core.check(operation);
    Status status = begun;
    if (status == null) {
      throw new MPIException(
          ErrorClass.OTHER, operation + ": nothing was begun: call the matching Begin first");
    }
    begun = null;
    return status;
  }

  private Region region(String operation, @Nullable Object buf, long count, Datatype type) {
    core.check(operation);
    Layout layout = Datatype.layoutOf(operation, type);
    if (layout.type().bytes() == 0) {
      throw new MPIException(
          ErrorClass.TYPE,
          operation + ": objects have no bytes to store: use a primitive type, or Pack them");
    }
    return new RegionCheck(MPIException::new, operation).region(buf, 0, count, layout);
  }

  private static Status status(Operation operation, Datatype type) {
    return Status.of(operation, type.layout());
  }
}
