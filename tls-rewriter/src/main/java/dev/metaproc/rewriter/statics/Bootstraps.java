package dev.metaproc.rewriter.statics;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/** Finds bootstrap methods in a constant pool (JVMS 4.4), without reading any code. */
final class Bootstraps {
  private static final int METHOD_HANDLE = 15;
  private static final String LOOKUP = "(Ljava/lang/invoke/MethodHandles$Lookup;";

  private Bootstraps() {}

  /** Classes of the methods that handles name and whose first parameter is a Lookup. */
  static Set<String> in(ClassReader reader) {
    Set<String> found = new HashSet<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int item = reader.getItem(i);
      if (item > 0 && reader.readByte(item - 1) == METHOD_HANDLE) {
        int member = reader.getItem(reader.readUnsignedShort(item + 1));
        int nameAndType = reader.getItem(reader.readUnsignedShort(member + 2));
        String descriptor = reader.readUTF8(nameAndType + 2, buffer);
        String owner = reader.readClass(member, buffer);
        if (descriptor != null && owner != null && descriptor.startsWith(LOOKUP)) {
          found.add(owner);
        }
      }
    }
    return found;
  }
}
