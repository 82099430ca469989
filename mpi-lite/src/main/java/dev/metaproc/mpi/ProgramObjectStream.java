package dev.metaproc.mpi;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Reads objects with the classes of one program, whoever calls it. */
final class ProgramObjectStream extends ObjectInputStream {
  private final ClassLoader loader;

  ProgramObjectStream(InputStream bytes, ClassLoader loader) throws IOException {
    super(bytes);
    this.loader = loader;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
    Class<?> primitive = Class.forPrimitiveName(description.getName());
    return primitive != null ? primitive : Class.forName(description.getName(), false, loader);
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
    Class<?>[] types = new Class<?>[interfaces.length];
    for (int i = 0; i < interfaces.length; i++) {
      types[i] = Class.forName(interfaces[i], false, loader);
    }
    // Only the class is wanted; the stream fills an instance of it with the real handler.
    return Proxy.newProxyInstance(loader, types, ProgramObjectStream::ignore).getClass();
  }

  private static @Nullable Object ignore(
      Object proxy, Object method, Object @Nullable [] arguments) {
    return null;
  }
}
