package dev.metaproc.rewriter;

/**
 * A field, method or constructor as a class file names it.
 *
 * @param owner internal name of the class named at the use site, such as {@code java/io/File}
 * @param name member name; {@code <init>} for a constructor
 * @param descriptor JVMS 4.3 descriptor; the empty string stands for any
 */
public record Member(String owner, String name, String descriptor) {
  /** The reader's form: {@code java.lang.System.exit(int)}. */
  public String readable() {
    String shown = owner.replace('/', '.').replace('$', '.');
    String simple = shown.substring(shown.lastIndexOf('.') + 1);
    String member = name.equals("<init>") ? "new " + simple : simple + "." + name;
    if (descriptor.isEmpty()) {
      return member + "(…)";
    }
    return descriptor.startsWith("(") ? member + Descriptors.readableArguments(descriptor) : member;
  }
}
