package dev.metaproc.rewriter;

import java.util.StringJoiner;
import org.objectweb.asm.Type;

/** Small questions about JVMS 4.3 descriptors. */
final class Descriptors {
  static final String FILE = "Ljava/io/File;";
  static final String PATH = "Ljava/nio/file/Path;";
  static final String STRING = "Ljava/lang/String;";

  private Descriptors() {}

  /**
   * {@code (Ljava/io/File;I)V} with a receiver {@code java/io/X} becomes {@code (Ljava/io/X;…)V}.
   */
  static String withReceiver(String owner, String descriptor) {
    return "(L" + owner + ";" + descriptor.substring(1);
  }

  static boolean takesFileOrPath(String descriptor) {
    int end = descriptor.indexOf(')');
    String arguments = descriptor.substring(0, end);
    return arguments.contains(FILE) || arguments.contains(PATH);
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
