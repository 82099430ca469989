package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program's own record in the bytes of a buffer, for exchange with other programs' structs.
 * Subclasses add their fields when they are constructed, and read and write them through {@link
 * Data}:
 *
 * {@snippet :
 * class Complex extends Struct {
 *   private final int real = addDouble();
 *   private final int imag = addDouble();
 *
 *   protected Data newData() { return new Data(); }
 *
 *   class Data extends Struct.Data {
 *     double real() { return getDouble(real); }
 *   }
 * }
 * }
 *
 * <p>Fields follow each other without padding, unless {@link #setOffset} says otherwise. The first
 * use of {@link #getType}, {@link #getExtent} or {@link #getData} ends the adding of fields.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // so that users need no casts, as Open MPI has it
public abstract class Struct {
  private final List<Field> fields = new ArrayList<>();
  private int end;
  private @Nullable Datatype datatype;

  /** {@code type} is a Struct or a Datatype; offset in bytes. */
  private record Field(Datatype type, int offset, int length) {}

  public Struct() {}

  /** A new, unattached view; {@link #getData} attaches it. */
  protected abstract Data newData();

  /** Bytes from one record to the next. */
  public final int getExtent() {
    return getType().getExtent();
  }

  /** The datatype of one record; its base type is the byte. */
  public final synchronized Datatype getType() {
    if (datatype == null) {
      int[] lengths = fields.stream().mapToInt(Field::length).toArray();
      int[] offsets = fields.stream().mapToInt(Field::offset).toArray();
      Datatype[] types = fields.stream().map(Field::type).toArray(Datatype[]::new);
      datatype = Datatype.createStruct(lengths, offsets, types);
    }
    return datatype;
  }

  /** A view of the first record in {@code buffer}. */
  public final <T extends Data> T getData(ByteBuffer buffer) {
    return getData(buffer, 0);
  }

  /** A view of the record at {@code index} in {@code buffer}. */
  public final <T extends Data> T getData(ByteBuffer buffer, int index) {
    int extent = getExtent();
    int capacity = Arguments.given("getData", "buffer", buffer).capacity();
    if (index < 0 || (index + 1L) * extent > capacity) {
      throw new MPIException(
          ErrorClass.ARG,
          ("getData: there is no record " + index + " of " + extent + " bytes in a buffer of ")
              + (capacity + ": count from 0"));
    }
    return view(buffer, index * extent);
  }

  public final <T extends Data> T getData(byte[] array) {
    return getData(array, 0);
  }

  public final <T extends Data> T getData(byte[] array, int index) {
    return getData(
        ByteBuffer.wrap(Arguments.given("getData", "array", array)).order(ByteOrder.nativeOrder()),
        index);
  }

  @SuppressWarnings("unchecked") // the caller knows its own subclass, as Open MPI's API wants it
  private <T extends Data> T view(ByteBuffer buffer, int offset) {
    Data data = newData();
    data.attach(buffer, offset);
    return (T) data;
  }

  /** The next field starts {@code offset} bytes behind the record's start. */
  public final synchronized Struct setOffset(int offset) {
    requireOpen();
    if (offset < end) {
      throw new MPIException(
          ErrorClass.ARG,
          ("setOffset: " + offset + " lies before the end of the last field: use " + end)
              + " or more");
    }
    end = offset;
    return this;
  }

  public final int addStruct(Struct struct) {
    return addStruct(struct, 1);
  }

  public final int addStruct(Struct struct, int length) {
    Arguments.given("addStruct", "struct", struct);
    return add(struct.getType(), struct.getExtent(), length);
  }

  public final int addData(Datatype type) {
    return addData(type, 1);
  }

  public final int addData(Datatype type, int length) {
    long bytes = Datatype.layoutOf("addData", type).inBytes().extent();
    return add(type, bytes, length);
  }

  private synchronized int add(Datatype type, long bytes, int length) {
    requireOpen();
    int offset = end;
    Arguments.count("add", "length", length);
    if (end + Layout.times(bytes, length) > Integer.MAX_VALUE) {
      throw new MPIException(
          ErrorClass.ARG,
          ("add: " + length + " fields of " + bytes + " bytes behind " + end + " bytes are more")
              + (" than " + Integer.MAX_VALUE + ": make the struct smaller"));
    }
    end += (int) (bytes * length);
    fields.add(new Field(type, offset, length));
    return offset;
  }

  private void requireOpen() {
    if (datatype != null) {
      throw new MPIException(
          ErrorClass.TYPE,
          "Struct: the type or data were used before: add all fields first, in the constructor");
    }
  }

  public final int addByte() {
    return addByte(1);
  }

  public final int addByte(int length) {
    return add(Predefined.BYTE, 1, length);
  }

  public final int addChar() {
    return addChar(1);
  }

  public final int addChar(int length) {
    return add(Predefined.CHAR, 2, length);
  }

  public final int addShort() {
    return addShort(1);
  }

  public final int addShort(int length) {
    return add(Predefined.SHORT, 2, length);
  }

  public final int addInt() {
    return addInt(1);
  }

  public final int addInt(int length) {
    return add(Predefined.INT, 4, length);
  }

  public final int addLong() {
    return addLong(1);
  }

  public final int addLong(int length) {
    return add(Predefined.LONG, 8, length);
  }

  public final int addFloat() {
    return addFloat(1);
  }

  public final int addFloat(int length) {
    return add(Predefined.FLOAT, 4, length);
  }

  public final int addDouble() {
    return addDouble(1);
  }

  public final int addDouble(int length) {
    return add(Predefined.DOUBLE, 8, length);
  }

  /** One record in a buffer. The fields are named by what the add methods returned. */
  public abstract class Data {
    private @Nullable ByteBuffer buffer;
    private int offset;

    public Data() {}

    final void attach(ByteBuffer to, int at) {
      buffer = to;
      offset = at;
    }

    private ByteBuffer bytes() {
      return Objects.requireNonNull(buffer, "not attached: use getData of the struct");
    }

    /** The bytes from this record on. */
    public final ByteBuffer getBuffer() {
      return offset == 0 ? bytes() : sliceAt(offset);
    }

    private ByteBuffer sliceAt(int at) {
      return bytes().duplicate().clear().position(at).slice().order(ByteOrder.nativeOrder());
    }

    protected final ByteBuffer getBuffer(Datatype type, int field) {
      return getBuffer(type, field, 0);
    }

    protected final ByteBuffer getBuffer(Datatype type, int field, int index) {
      long extent = Datatype.layoutOf("getBuffer", type).inBytes().extent();
      return sliceAt((int) (offset + field + index * extent));
    }

    protected final <D extends Data> D getData(Struct struct, int field) {
      return getData(struct, field, 0);
    }

    protected final <D extends Data> D getData(Struct struct, int field, int index) {
      return struct.view(bytes(), offset + field + index * struct.getExtent());
    }

    protected final byte getByte(int field) {
      return bytes().get(offset + field);
    }

    protected final byte getByte(int field, int index) {
      return bytes().get(offset + field + index);
    }

    protected final void putByte(int field, byte v) {
      bytes().put(offset + field, v);
    }

    protected final void putByte(int field, int index, byte v) {
      bytes().put(offset + field + index, v);
    }

    protected final char getChar(int field) {
      return bytes().getChar(offset + field);
    }

    protected final char getChar(int field, int index) {
      return bytes().getChar(offset + field + index * 2);
    }

    protected final void putChar(int field, char v) {
      bytes().putChar(offset + field, v);
    }

    protected final void putChar(int field, int index, char v) {
      bytes().putChar(offset + field + index * 2, v);
    }

    protected final short getShort(int field) {
      return bytes().getShort(offset + field);
    }

    protected final short getShort(int field, int index) {
      return bytes().getShort(offset + field + index * 2);
    }

    protected final void putShort(int field, short v) {
      bytes().putShort(offset + field, v);
    }

    protected final void putShort(int field, int index, short v) {
      bytes().putShort(offset + field + index * 2, v);
    }

    protected final int getInt(int field) {
      return bytes().getInt(offset + field);
    }

    protected final int getInt(int field, int index) {
      return bytes().getInt(offset + field + index * 4);
    }

    protected final void putInt(int field, int v) {
      bytes().putInt(offset + field, v);
    }

    protected final void putInt(int field, int index, int v) {
      bytes().putInt(offset + field + index * 4, v);
    }

    protected final long getLong(int field) {
      return bytes().getLong(offset + field);
    }

    protected final long getLong(int field, int index) {
      return bytes().getLong(offset + field + index * 8);
    }

    protected final void putLong(int field, long v) {
      bytes().putLong(offset + field, v);
    }

    protected final void putLong(int field, int index, long v) {
      bytes().putLong(offset + field + index * 8, v);
    }

    protected final float getFloat(int field) {
      return bytes().getFloat(offset + field);
    }

    protected final float getFloat(int field, int index) {
      return bytes().getFloat(offset + field + index * 4);
    }

    protected final void putFloat(int field, float v) {
      bytes().putFloat(offset + field, v);
    }

    protected final void putFloat(int field, int index, float v) {
      bytes().putFloat(offset + field + index * 4, v);
    }

    protected final double getDouble(int field) {
      return bytes().getDouble(offset + field);
    }

    protected final double getDouble(int field, int index) {
      return bytes().getDouble(offset + field + index * 8);
    }

    protected final void putDouble(int field, double v) {
      bytes().putDouble(offset + field, v);
    }

    protected final void putDouble(int field, int index, double v) {
      bytes().putDouble(offset + field + index * 8, v);
    }
  }
}
