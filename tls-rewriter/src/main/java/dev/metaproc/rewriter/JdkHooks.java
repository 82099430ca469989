package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.AALOAD;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V21;

import java.lang.invoke.MethodType;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Two classes that live in {@code java.lang}, where changed code of the JDK can call them:
 *
 * <pre>
 *   JDK class                MetaprocHooks (java.base)             host
 *   … getstatic f       →    read(slot, value) { handle … }   →    the hook's method
 *                            its handles are taken from
 *                            MetaprocLink, set by the host
 * </pre>
 */
public final class JdkHooks {
  /** Internal name of the class that changed code calls. */
  public static final String NAME = "java/lang/MetaprocHooks";

  /** Internal name of the class through which the host passes the handles. */
  public static final String LINK = "java/lang/MetaprocLink";

  /** Static field of the link: {@code MethodHandle[]}, one for each of {@link #HOOKS}. */
  public static final String HANDLES = "handles";

  /** Static field of the link: the class being redefined, for native code that cannot name it. */
  public static final String TARGET = "target";

  private static final String HANDLE = "java/lang/invoke/MethodHandle";
  private static final String HANDLE_TYPE = "L" + HANDLE + ";";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String BUFFER = "Ljava/nio/ByteBuffer;";

  /**
   * A method of the hooks.
   *
   * @param descriptor of the method and of the host's method of the same name
   */
  public record Hook(String name, String descriptor) {
    /** The same as a method type of the host's. */
    public MethodType type() {
      return MethodType.fromMethodDescriptorString(descriptor, null);
    }
  }

  static final Hook READ = new Hook("read", "(I" + OBJECT + ")" + OBJECT);
  static final Hook WRITE = new Hook("write", "(I" + OBJECT + OBJECT + ")" + OBJECT);
  static final Hook DEFINE =
      new Hook("define", "(Ljava/lang/ClassLoader;Ljava/lang/String;[BII)[B");

  /** Of the hook {@code link}, which links instructions of classes that programs define. */
  public static final String LINK_DESCRIPTOR =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          + "Ljava/lang/Class;Ljava/lang/String;)Ljava/lang/invoke/CallSite;";

  /** All hooks; the host has a method for each. */
  public static final List<Hook> HOOKS =
      List.of(
          READ,
          WRITE,
          DEFINE,
          new Hook("link", LINK_DESCRIPTOR),
          new Hook("monitor", "(" + OBJECT + ")" + OBJECT),
          new Hook("described", "(Ljava/lang/Class;)Ljava/lang/Class;"),
          new Hook("logMethod", "(Ljava/lang/String;)Ljava/lang/String;"),
          new Hook("logThrown", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;"),
          new Hook("heap", "(" + BUFFER + ")" + BUFFER),
          new Hook("systemLoader", "(Ljava/lang/ClassLoader;)Ljava/lang/ClassLoader;"),
          new Hook("exit", "(Ljava/lang/Runtime;I)Z"),
          new Hook("halt", "(Ljava/lang/Runtime;I)Z"),
          new Hook("addHook", "(Ljava/lang/Thread;)Z"),
          new Hook("starts", "(Ljava/lang/Thread;)Z"),
          new Hook("made", "(Ljava/lang/Thread;)Ljava/lang/Thread;"),
          new Hook(
              "factory",
              "(Ljava/util/concurrent/ThreadFactory;)Ljava/util/concurrent/ThreadFactory;"),
          new Hook("imageOptions", "(Ljava/util/Map;)Ljava/util/Map;"),
          new Hook("listens", "(" + OBJECT + OBJECT + OBJECT + OBJECT + ")Z"),
          new Hook("listensNoMore", "(" + OBJECT + OBJECT + ")Z"),
          new Hook("listensLess", "(" + OBJECT + OBJECT + OBJECT + OBJECT + ")Z"),
          new Hook("logsLazily", "(Ljava/lang/String;Ljava/lang/Module;)Z"),
          new Hook("lazyLogger", "(Ljava/lang/String;Ljava/lang/Module;)" + OBJECT),
          new Hook("sharesLogger", "(" + OBJECT + ")Z"),
          new Hook("logger", "(" + OBJECT + ")" + OBJECT),
          new Hook("platformLogger", "(" + OBJECT + ")" + OBJECT),
          new Hook("linked", "(L" + HANDLE + ";)L" + HANDLE + ";"),
          new Hook("closes", "(Ljava/io/FileDescriptor;)Z"),
          new Hook("writeByte", "(Ljava/io/FileOutputStream;I)Z"),
          new Hook("writeBytes", "(Ljava/io/FileOutputStream;[B)Z"),
          new Hook("writePart", "(Ljava/io/FileOutputStream;[BII)Z"),
          new Hook("writes", "(Ljava/io/FileOutputStream;)Z"),
          new Hook("outputChannel", "(Ljava/io/FileOutputStream;)Ljava/nio/channels/FileChannel;"),
          new Hook("inputChannel", "(Ljava/io/FileInputStream;)Ljava/nio/channels/FileChannel;"),
          new Hook("reads", "(Ljava/io/FileInputStream;)Z"),
          new Hook("readByte", "(Ljava/io/FileInputStream;)I"),
          new Hook("readBytes", "(Ljava/io/FileInputStream;[B)I"),
          new Hook("readPart", "(Ljava/io/FileInputStream;[BII)I"),
          new Hook("available", "(Ljava/io/FileInputStream;)I"),
          new Hook("isRegular", "(Ljava/io/FileInputStream;)Z"),
          new Hook("file", "(Ljava/io/File;)Ljava/io/File;"),
          new Hook("name", "(Ljava/lang/String;)Ljava/lang/String;"),
          new Hook("path", "([B)[B"),
          new Hook("directory", "([B)[B"),
          new Hook("isRelative", "(" + OBJECT + "Ljava/lang/String;)Z"),
          new Hook("openInput", "(Ljava/io/FileInputStream;Ljava/lang/String;)V"),
          new Hook("openOutput", "(Ljava/io/FileOutputStream;Ljava/lang/String;Z)V"),
          new Hook("openAccess", "(Ljava/io/RandomAccessFile;Ljava/lang/String;I)V"));

  private JdkHooks() {}

  static Hook named(String name) {
    return HOOKS.stream()
        .filter(hook -> hook.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no hook is named " + name));
  }

  /** The class file of {@link #LINK}. */
  public static byte[] link() {
    ClassWriter out = new ClassWriter(0);
    begin(out, LINK);
    int access = ACC_PUBLIC | ACC_STATIC;
    out.visitField(access, HANDLES, "[" + HANDLE_TYPE, null, null).visitEnd();
    out.visitField(access, TARGET, "Ljava/lang/Class;", null, null).visitEnd();
    out.visitEnd();
    return out.toByteArray();
  }

  /** The class file of {@link #NAME}. */
  public static byte[] hooks() {
    ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    begin(out, NAME);
    MethodVisitor init = out.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    init.visitCode();
    for (int i = 0; i < HOOKS.size(); i++) {
      Hook hook = HOOKS.get(i);
      int access = ACC_PRIVATE | ACC_STATIC | ACC_FINAL;
      out.visitField(access, hook.name, HANDLE_TYPE, null, null).visitEnd();
      init.visitFieldInsn(GETSTATIC, LINK, HANDLES, "[" + HANDLE_TYPE);
      init.visitLdcInsn(i);
      init.visitInsn(AALOAD);
      init.visitFieldInsn(PUTSTATIC, NAME, hook.name, HANDLE_TYPE);
      forward(out, hook);
    }
    init.visitInsn(RETURN);
    init.visitMaxs(0, 0);
    init.visitEnd();
    out.visitEnd();
    return out.toByteArray();
  }

  private static void begin(ClassWriter out, String name) {
    int access = ACC_PUBLIC | ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC;
    out.visit(V21, access, name, null, "java/lang/Object", null);
  }

  private static void forward(ClassWriter out, Hook hook) {
    int access = ACC_PUBLIC | ACC_STATIC;
    MethodVisitor method = out.visitMethod(access, hook.name, hook.descriptor, null, null);
    method.visitCode();
    method.visitFieldInsn(GETSTATIC, NAME, hook.name, HANDLE_TYPE);
    int local = 0;
    for (Type argument : Type.getArgumentTypes(hook.descriptor)) {
      method.visitVarInsn(argument.getOpcode(ILOAD), local);
      local += argument.getSize();
    }
    method.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "invokeExact", hook.descriptor, false);
    method.visitInsn(Type.getReturnType(hook.descriptor).getOpcode(IRETURN));
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
