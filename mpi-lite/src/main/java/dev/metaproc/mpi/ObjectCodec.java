package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import dev.metaproc.mpi.objects.ParcelReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries objects from one program to another by value: class {@code P} of one rank is not class
 * {@code P} of the next, so each side works on its own thread with its own classes. Objects travel
 * in pieces if nobody can tell that from serialisation, else as a stream.
 */
final class ObjectCodec {
  private final MpiRank rank;
  private final String operation;

  ObjectCodec(MpiRank rank, String operation) {
    this.rank = rank;
    this.operation = operation;
  }

  /** The data of {@code region} together, so that shared references stay shared. */
  Parcel write(Region region) {
    @Nullable Object[] items = (Object[]) region.packed().array();
    Parcel pieces = rank.takeApart(items);
    return pieces != null ? pieces : new Parcel.Stream(serialise(items));
  }

  /** The data of {@code region} as {@link ObjectOutputStream} writes them. */
  byte[] serialise(Region region) {
    return serialise((Object[]) region.packed().array());
  }

  private byte[] serialise(@Nullable Object[] items) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int index = 0;
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      for (; index < items.length; index++) {
        stream.writeObject(items[index]);
      }
    } catch (IOException | RuntimeException e) {
      throw failure("object " + index + " cannot be serialised", e, "make its class Serializable");
    }
    return bytes.toByteArray();
  }

  /** Puts {@code elements} objects into the start of {@code target}, of this rank's classes. */
  void read(Parcel parcel, int elements, Region target) {
    @Nullable Object[] items =
        switch (parcel) {
          case Parcel.Pieces pieces -> putTogether(pieces, elements);
          case Parcel.Stream stream -> deserialise(stream.content(), elements);
        };
    try {
      Region.contiguous(ElementType.OBJECT, items, 0, elements).copyTo(target);
    } catch (ArrayStoreException e) {
      throw failure(
          "an object received does not fit a " + target.array().getClass().getSimpleName(),
          e,
          "receive into an Object[] or an array of the class that was sent");
    }
  }

  private @Nullable Object[] putTogether(Parcel.Pieces pieces, int elements) {
    try {
      return new ParcelReader(pieces, elements, rank.objectTypes(), rank.loader()).read(elements);
    } catch (ClassNotFoundException | RuntimeException e) {
      throw unreadable("the objects", e);
    }
  }

  private @Nullable Object[] deserialise(byte[] bytes, int elements) {
    @Nullable Object[] items = new Object[elements];
    int index = 0;
    try (ProgramObjectStream stream =
        new ProgramObjectStream(new ByteArrayInputStream(bytes), rank.loader())) {
      for (; index < elements; index++) {
        items[index] = stream.readObject();
      }
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw unreadable("object " + index, e);
    }
    return items;
  }

  private RuntimeException unreadable(String what, Exception cause) {
    return failure(what + " cannot be read", cause, "have the class on this rank's class path");
  }

  private RuntimeException failure(String what, Throwable cause, String cure) {
    return rank.faults()
        .of(
            new Fault(
                ErrorClass.TYPE, operation + ": " + what + " (" + cause + "): " + cure, cause));
  }
}
