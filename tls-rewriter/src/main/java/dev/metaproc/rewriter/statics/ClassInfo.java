package dev.metaproc.rewriter.statics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The members of a class of the image, without their code.
 *
 * @param version major class file version
 * @param fields in the order of the class file
 * @param methods in the order of the class file
 * @param bootstraps classes of methods that look like bootstraps of {@code invokedynamic}
 */
record ClassInfo(
    String name,
    int access,
    int version,
    @Nullable String superName,
    List<String> interfaces,
    Map<MemberKey, FieldInfo> fields,
    Map<MemberKey, MethodInfo> methods,
    Set<String> bootstraps) {

  /** A field; {@code constant} is its ConstantValue. */
  record FieldInfo(MemberKey key, int access, @Nullable Object constant) {
    boolean isStatic() {
      return (access & Opcodes.ACC_STATIC) != 0;
    }

    boolean isFinal() {
      return (access & Opcodes.ACC_FINAL) != 0;
    }
  }

  /** A method or constructor. */
  record MethodInfo(MemberKey key, int access) {
    boolean isStatic() {
      return (access & Opcodes.ACC_STATIC) != 0;
    }
  }

  static final MemberKey CLASS_INITIALIZER = new MemberKey("<clinit>", "()V");

  boolean isInterface() {
    return (access & Opcodes.ACC_INTERFACE) != 0;
  }

  /** An enum proper; a constant's own class body is a subclass of it. */
  boolean isEnum() {
    return "java/lang/Enum".equals(superName);
  }

  boolean hasClassInitializer() {
    return methods.containsKey(CLASS_INITIALIZER);
  }

  /** Its initialisation is part of that of the classes that implement it (JVMS 5.5). */
  boolean isInterfaceWithDefaults() {
    int not = Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT;
    return isInterface() && methods.values().stream().anyMatch(m -> (m.access & not) == 0);
  }

  static ClassInfo read(byte[] classFile) {
    Reader reader = new Reader();
    ClassReader in = new ClassReader(classFile);
    in.accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return new ClassInfo(
        reader.name,
        reader.access,
        reader.version,
        reader.superName,
        reader.interfaces,
        reader.fields,
        reader.methods,
        Bootstraps.in(in));
  }

  private static final class Reader extends ClassVisitor {
    private String name = "";
    private int access;
    private int version;
    private @Nullable String superName;
    private List<String> interfaces = List.of();
    private final Map<MemberKey, FieldInfo> fields = new LinkedHashMap<>();
    private final Map<MemberKey, MethodInfo> methods = new LinkedHashMap<>();

    Reader() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int classVersion,
        int classAccess,
        String className,
        @Nullable String signature,
        @Nullable String superClass,
        String @Nullable [] superInterfaces) {
      name = className;
      access = classAccess;
      version = classVersion & 0xFFFF;
      superName = superClass;
      interfaces = superInterfaces == null ? List.of() : List.of(superInterfaces);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int fieldAccess,
        String field,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      MemberKey key = new MemberKey(field, descriptor);
      fields.put(key, new FieldInfo(key, fieldAccess, value));
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int methodAccess,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MemberKey key = new MemberKey(method, descriptor);
      methods.put(key, new MethodInfo(key, methodAccess));
      return null;
    }
  }
}
