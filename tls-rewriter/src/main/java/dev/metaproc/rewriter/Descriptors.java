package dev.metaproc.rewriter;

import java.util.StringJoiner;
import org.objectweb.asm.Type;

/** Small questions about JVMS 4.3 descriptors. */
final class Descriptors {
  private static final String FILE = "Ljava/io/File;";
  private static final String PATH = "Ljava/nio/file/Path;";

  private Descriptors() {}

  /**
   * {@code (Ljava/io/File;I)V} with a receiver {@code java/io/X} becomes {@code (Ljava/io/X;…)V}.
   */
  static String withReceiver(String owner, String descriptor) {
    return "(L" + owner + ";" + descriptor.substring(1);
  }

  /** Arrays of them do not count: they are the program's own and stay as they are. */
  static boolean takesFileOrPath(String descriptor) {
    if (!descriptor.contains(FILE) && !descriptor.contains(PATH)) {
      return false;
    }
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      if (argument.equals(Resolving.FILE) || argument.equals(Resolving.PATH)) {
        return true;
      }
    }
    return false;
  }

  static String readableArguments(String descriptor) {
    StringJoiner joined = new StringJoiner(", ", "(", ")");
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      String name = argument.getClassName();
      joined.add(name.substring(name.lastIndexOf('.') + 1));
    }
    return joined.toString();
  }
}
