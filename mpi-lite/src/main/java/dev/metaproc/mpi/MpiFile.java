package dev.metaproc.mpi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that the ranks of a communicator have opened together, as one of them sees it (MPI-4.1
 * chapter 14). Positions and offsets are counted in etypes of the rank's view. One thread of a rank
 * at a time.
 */
public final class MpiFile {
  /** Of whole elements. */
  private static final long PIECE_BYTES = 16 << 20;

  private final Communicator communicator;
  private final SharedFile shared;
  private FileFrame frame;
  private Layout etype;
  private long position;
  private boolean closed;

  private MpiFile(Communicator communicator, SharedFile shared) {
    this.communicator = communicator;
    this.shared = shared;
    this.etype = Layout.basic(ElementType.BYTE);
    this.frame = new FileFrame(0, etype, ByteOrder.nativeOrder());
  }

  /** What each rank must pass alike. */
  private record Opening(Path path, int mode) {}

  /** Opens the file once for all ranks; collective. */
  public static MpiFile open(Communicator communicator, String name, int mode) {
    communicator.check("File");
    FileMode bits = new FileMode(mode);
    String problem = bits.problem();
    if (problem != null) {
      throw fault(communicator, ErrorClass.AMODE, "File: access mode " + mode + ": " + problem);
    }
    Path path = communicator.rank().resolve("File", name);
    List<Object> made =
        communicator.agree("File", new Opening(path, mode), all -> List.of(opened(all)));
    Object outcome = made.getFirst();
    if (outcome instanceof Fault failure) {
      throw communicator.rank().faults().of(failure.withoutCause());
    }
    MpiFile file = new MpiFile(communicator, (SharedFile) outcome);
    if (bits.has(FileMode.APPEND)) {
      file.position = file.size();
      file.shared.pointer(file.position);
    }
    return file;
  }

  /** Run by one rank: the open file, or what went wrong. */
  private static Object opened(List<Object> all) {
    Opening first = (Opening) all.getFirst();
    for (Object each : all) {
      if (!each.equals(first)) {
        return new Fault(
            ErrorClass.NOT_SAME,
            "File: some ranks pass "
                + first
                + ", others "
                + each
                + ": pass the same on every rank");
      }
    }
    try {
      return new SharedFile(first.path(), new FileMode(first.mode()));
    } catch (IOException e) {
      return failure("File", first.path(), e);
    }
  }

  /** Deletes a file that nobody has open. */
  public static void delete(MpiRank rank, String name) {
    rank.requireActive("delete");
    Path path = rank.resolve("delete", name);
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw rank.faults().of(failure("delete", path, e));
    }
  }

  public Communicator communicator() {
    return communicator;
  }

  public int mode() {
    check("getAMode");
    return shared.mode.bits();
  }

  public void check(String operation) {
    communicator.check(operation);
    if (closed) {
      throw fault(
          communicator,
          ErrorClass.FILE,
          operation + ": " + shared.path + " was closed: use it before close() only");
    }
  }

  /** Collective. */
  public void close() {
    check("close");
    closed = true;
    List<Object> made =
        communicator.agree(
            "close",
            "",
            all -> {
              IOException failure = shared.close();
              return failure == null
                  ? List.of("")
                  : List.of(failure("close", shared.path, failure));
            });
    if (made.getFirst() instanceof Fault failure) {
      throw communicator.rank().faults().of(failure.withoutCause());
    }
  }

  /** Changes what this rank sees and sets both pointers to its start; collective. */
  public void view(long start, Layout elementType, Layout fileType, ByteOrder order) {
    check("setView");
    if (start < 0) {
      throw fault(
          communicator,
          ErrorClass.DISP,
          "setView: displacement " + start + " is negative: use 0..");
    }
    if (fileType.size() == 0 || elementType.size() == 0) {
      throw fault(
          communicator,
          ErrorClass.TYPE,
          "setView: " + fileType + " has no data: use a type that has");
    }
    etype = elementType;
    frame = new FileFrame(start, fileType, order);
    position = 0;
    communicator.agree(
        "setView",
        "",
        all -> {
          shared.pointer(0);
          return all;
        });
  }

  private long etypeBytes() {
    return etype.size() * Math.max(1, etype.type().bytes());
  }

  public long position() {
    check("getPosition");
    return position;
  }

  public long sharedPosition() {
    check("getPositionShared");
    return shared.pointer();
  }

  public void seek(String operation, long to) {
    check(operation);
    if (to < 0) {
      throw fault(
          communicator,
          ErrorClass.ARG,
          operation + ": position " + to + " lies before the view: use 0 or more");
    }
    position = to;
  }

  /** Collective. */
  public void seekShared(long to) {
    check("seekShared");
    communicator.agree(
        "seekShared(" + to + ")",
        "",
        all -> {
          shared.pointer(to);
          return all;
        });
  }

  /** Etypes of the view up to the end of the file. */
  public long end() {
    return frame.seen(size()) / etypeBytes();
  }

  public long byteOffset(long etypes) {
    check("getByteOffset");
    return frame.offsetOf(etypes * etypeBytes());
  }

  public long size() {
    check("getSize");
    try {
      return shared.channel.size();
    } catch (IOException e) {
      throw communicator.rank().faults().of(failure("getSize", shared.path, e));
    }
  }

  /** Collective. */
  public void resize(String operation, long bytes, boolean mayShrink) {
    check(operation);
    if (bytes < 0) {
      throw fault(
          communicator,
          ErrorClass.ARG,
          operation + ": size " + bytes + " is negative: use 0 or more");
    }
    List<Object> made =
        communicator.agree(
            operation + "(" + bytes + ")",
            "",
            all -> List.of(resized(operation, bytes, mayShrink)));
    if (made.getFirst() instanceof Fault failure) {
      throw communicator.rank().faults().of(failure.withoutCause());
    }
  }

  private Object resized(String operation, long bytes, boolean mayShrink) {
    try {
      if (bytes > shared.channel.size()) {
        shared.channel.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
      } else if (mayShrink) {
        shared.channel.truncate(bytes);
      }
      return "";
    } catch (IOException e) {
      return failure(operation, shared.path, e);
    } catch (NonWritableChannelException e) {
      return readOnly(operation);
    }
  }

  /** Collective. */
  public void sync() {
    check("sync");
    try {
      shared.channel.force(true);
    } catch (IOException e) {
      throw communicator.rank().faults().of(failure("sync", shared.path, e));
    }
    meet("sync");
  }

  public void meet(String operation) {
    check(operation);
    communicator.agree(operation, "");
  }

  /** Reads at the rank's own pointer and moves it. */
  public Operation read(String operation, Region target) {
    Operation done = readAt(operation, position, target);
    position += etypes(done.bytes());
    return done;
  }

  public Operation write(String operation, Region data) {
    Operation done = writeAt(operation, position, data);
    position += etypes(done.bytes());
    return done;
  }

  /** Reads at the shared pointer, in the order in which the ranks come. */
  public Operation readShared(String operation, Region target) {
    check(operation);
    return readAt(operation, shared.advance(etypes(target.bytes())), target);
  }

  public Operation writeShared(String operation, Region data) {
    check(operation);
    return writeAt(operation, shared.advance(etypes(data.bytes())), data);
  }

  /** Reads at the shared pointer, in rank order; collective. */
  public Operation readOrdered(String operation, Region target) {
    return readAt(operation, ordered(operation, target), target);
  }

  public Operation writeOrdered(String operation, Region data) {
    return writeAt(operation, ordered(operation, data), data);
  }

  private long ordered(String operation, Region region) {
    check(operation);
    List<Object> starts =
        communicator.agree(
            operation,
            etypes(region.bytes()),
            sizes -> sizes.stream().map(each -> (Object) shared.advance((Long) each)).toList());
    return (Long) starts.get(communicator.member());
  }

  private long etypes(long bytes) {
    return (bytes + etypeBytes() - 1) / etypeBytes();
  }

  public Operation readAt(String operation, long offset, Region target) {
    check(operation);
    requireOffset(operation, offset);
    new RegionCheck(communicator.rank().faults(), operation).requireWritable(target);
    long position = offset * etypeBytes();
    long read = 0;
    try {
      RunCursor into = new RunCursor(target);
      ByteBuffer bytes = piece(target, 0);
      while (bytes.capacity() > 0) {
        frame.read(shared.channel, position + read, bytes);
        int elements = bytes.position() / target.type().bytes();
        new RunCursor(region(bytes, target, elements)).copyTo(into, elements);
        read += bytes.position();
        bytes = bytes.hasRemaining() ? ByteBuffer.allocate(0) : piece(target, read);
      }
    } catch (IOException e) {
      throw communicator.rank().faults().of(failure(operation, shared.path, e));
    } catch (NonReadableChannelException e) {
      throw fault(
          communicator,
          ErrorClass.ACCESS,
          operation + ": " + shared.path + " is open for writing only: open it with MODE_RDWR");
    }
    return new FileOperation(communicator.rank(), read / target.type().bytes(), read);
  }

  public Operation writeAt(String operation, long offset, Region data) {
    check(operation);
    requireOffset(operation, offset);
    long position = offset * etypeBytes();
    long written = 0;
    try {
      RunCursor from = new RunCursor(data);
      while (written < data.bytes()) {
        ByteBuffer bytes = piece(data, written);
        int elements = bytes.capacity() / data.type().bytes();
        from.copyTo(new RunCursor(region(bytes, data, elements)), elements);
        frame.write(shared.channel, position + written, bytes);
        written += bytes.capacity();
      }
    } catch (IOException e) {
      throw communicator.rank().faults().of(failure(operation, shared.path, e));
    } catch (NonWritableChannelException e) {
      throw communicator.rank().faults().of(readOnly(operation));
    }
    return new FileOperation(communicator.rank(), data.elements(), written);
  }

  /** For the next bytes of so many, in pieces that memory has room for. */
  private static ByteBuffer piece(Region whole, long done) {
    return ByteBuffer.allocate((int) Math.min(PIECE_BYTES, whole.bytes() - done));
  }

  /** The bytes as elements like those of {@code like}, in the file's order. */
  private Region region(ByteBuffer bytes, Region like, int elements) {
    Memory memory = new Memory(Memory.ofBytes(bytes).segment(), frame.order());
    return Region.contiguous(like.type(), memory, 0, elements);
  }

  private void requireOffset(String operation, long offset) {
    if (offset < 0) {
      throw fault(
          communicator,
          ErrorClass.ARG,
          operation + ": offset " + offset + " is negative: use 0 or more");
    }
  }

  private Fault readOnly(String operation) {
    return new Fault(
        ErrorClass.READ_ONLY,
        operation + ": " + shared.path + " is open for reading only: open it with MODE_RDWR");
  }

  private static Fault failure(String operation, Path path, IOException cause) {
    return switch (cause) {
      case NoSuchFileException e ->
          new Fault(
              ErrorClass.NO_SUCH_FILE,
              operation + ": there is no file " + path + ": create it with MODE_CREATE");
      case FileAlreadyExistsException e ->
          new Fault(
              ErrorClass.FILE_EXISTS,
              operation + ": the file " + path + " exists: leave MODE_EXCL out to open it");
      case AccessDeniedException e ->
          new Fault(
              ErrorClass.ACCESS, operation + ": " + path + " may not be accessed: change its mode");
      default -> new Fault(ErrorClass.IO, operation + ": " + path + ": " + cause);
    };
  }

  private static RuntimeException fault(Communicator communicator, ErrorClass kind, String text) {
    return communicator.rank().faults().of(kind, text);
  }
}
