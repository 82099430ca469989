package dev.metaproc.mpi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;

/**
 * Carries objects from one program to another as bytes: class {@code P} of one rank is not class
 * {@code P} of the next, so each side serialises on its own thread with its own classes.
 */
final class ObjectCodec {
  private final Faults faults;
  private final String operation;

  ObjectCodec(Faults faults, String operation) {
    this.faults = faults;
    this.operation = operation;
  }

  /** The data of {@code region} as one stream, so that shared references stay shared. */
  byte[] write(Region region) {
    Object[] items = (Object[]) region.packed().array();
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

  /**
   * Reads {@code elements} objects into the start of {@code target} with {@code loader}'s classes.
   */
  void read(byte[] bytes, int elements, Region target, ClassLoader loader) {
    Object[] items = new Object[elements];
    int index = 0;
    try (ProgramObjectStream stream =
        new ProgramObjectStream(new ByteArrayInputStream(bytes), loader)) {
      for (; index < elements; index++) {
        items[index] = stream.readObject();
      }
      Region.contiguous(ElementType.OBJECT, items, 0, elements).copyTo(target);
    } catch (ArrayStoreException e) {
      throw failure(
          "an object received does not fit a " + target.array().getClass().getSimpleName(),
          e,
          "receive into an Object[] or an array of the class that was sent");
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw failure(
          "object " + index + " cannot be read", e, "have its class on this rank's class path");
    }
  }

  private RuntimeException failure(String what, Throwable cause, String cure) {
    return faults.of(
        new Fault(ErrorClass.TYPE, operation + ": " + what + " (" + cause + "): " + cure, cause));
  }
}
