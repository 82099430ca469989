package dev.metaproc.isolation;

import dev.metaproc.isolation.shared.JdkModules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in a link between its ends: the object itself, or what a copy is made from. */
sealed interface LinkMessage {
  /** As the receiver is to see it. */
  Object unpack(ClassLoader receiver);

  /** An object both ends can have, because both have its class. */
  record ByReference(Object object) implements LinkMessage {
    @Override
    public Object unpack(ClassLoader receiver) {
      return object;
    }
  }

  /** The serial form of an object that is made of the receiver's own classes. */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record ByCopy(String className, byte[] serial) implements LinkMessage {
    @Override
    public Object unpack(ClassLoader receiver) {
      try (ObjectInputStream in = new Input(new ByteArrayInputStream(serial), receiver)) {
        return in.readObject();
      } catch (ClassNotFoundException e) {
        throw new IllegalArgumentException(
            "a message of class "
                + className
                + " cannot be received: this program has no class "
                + e.getMessage()
                + " (put it on its class path)",
            e);
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "a message of class " + className + " cannot be received: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Looks at an object before it is sent.
   *
   * @throws IllegalArgumentException when it can neither be passed nor copied
   */
  static LinkMessage pack(@Nullable Object message) {
    if (message == null) {
      throw new IllegalArgumentException("null cannot be sent: send an Optional");
    }
    if (isShared(message)) {
      return new ByReference(message);
    }
    String name = message.getClass().getName();
    ByteArrayOutputStream serial = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(serial)) {
      out.writeObject(message);
    } catch (NotSerializableException | InvalidClassException e) {
      throw new IllegalArgumentException(
          "a message of class "
              + name
              + " cannot be sent: "
              + e.getMessage()
              + " must be Serializable, to be copied into the receiver's class of that name",
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "a message of class " + name + " cannot be sent: " + e.getMessage(), e);
    }
    return new ByCopy(name, serial.toByteArray());
  }

  /** Whether its class, and those of all a collection or array holds, are the same for everyone. */
  private static boolean isShared(@Nullable Object object) {
    if (object == null) {
      return true;
    }
    if (!JdkModules.have(object.getClass())) {
      return false;
    }
    if (object instanceof Object[] array) {
      return Arrays.stream(array).allMatch(LinkMessage::isShared);
    }
    if (object instanceof Collection<?> all) {
      return all.stream().allMatch(LinkMessage::isShared);
    }
    if (object instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .allMatch(entry -> isShared(entry.getKey()) && isShared(entry.getValue()));
    }
    return !(object instanceof Optional<?> optional) || isShared(optional.orElse(null));
  }

  /** Finds the receiver's classes. */
  final class Input extends ObjectInputStream {
    private final ClassLoader receiver;

    Input(InputStream in, ClassLoader receiver) throws IOException {
      super(in);
      this.receiver = receiver;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, receiver);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description); // a primitive type
      }
    }
  }
}
