package dev.metaproc.rewriter.statics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/** Which types are subtypes of {@code java.io.Serializable}; loads none of them. */
final class Serializables {
  private static final String SERIALIZABLE = "java/io/Serializable";
  private static final Map<String, Boolean> OF_JDK = new ConcurrentHashMap<>();

  private Serializables() {}

  /** True also of a type that is neither of the image nor of the JDK. */
  static boolean mayBe(Hierarchy hierarchy, @Nullable String name) {
    if (name == null || name.equals("java/lang/Object")) {
      return false;
    }
    if (name.equals(SERIALIZABLE)) {
      return true;
    }
    ClassInfo info = hierarchy.find(name);
    if (info == null) {
      return ofJdk(name);
    }
    return mayBe(hierarchy, info.superName())
        || info.interfaces().stream().anyMatch(i -> mayBe(hierarchy, i));
  }

  private static boolean ofJdk(String name) {
    Boolean known = OF_JDK.get(name);
    if (known == null) {
      known = readJdk(name);
      OF_JDK.put(name, known);
    }
    return known;
  }

  private static boolean readJdk(String name) {
    String resource = name + ".class";
    try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        return true;
      }
      ClassReader reader = new ClassReader(in);
      for (String superInterface : reader.getInterfaces()) {
        if (superInterface.equals(SERIALIZABLE) || ofJdk(superInterface)) {
          return true;
        }
      }
      String superName = reader.getSuperName();
      return superName != null && !superName.equals("java/lang/Object") && ofJdk(superName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
