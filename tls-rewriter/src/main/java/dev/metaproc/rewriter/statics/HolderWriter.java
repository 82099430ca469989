package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PROTECTED;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ACC_VOLATILE;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.F_SAME1;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;
import static org.objectweb.asm.Opcodes.V1_5;
import static org.objectweb.asm.Opcodes.V1_6;

import dev.metaproc.rewriter.statics.ClassInfo.FieldInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.InstructionAdapter;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes the class {@code C$$Statics}, whose instances are one program's statics of {@code C}. Its
 * layout is in docs/decisions/0006.
 */
final class HolderWriter {
  private final Plan plan;
  private final int version;
  private final String owner;
  private final String name;
  private final ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);

  private HolderWriter(Plan plan, int version) {
    this.plan = plan;
    this.version = version;
    this.owner = plan.info().name();
    this.name = Emitted.holder(owner);
  }

  /**
   * @param initializer the program's part of the class initialiser if it cannot be a method of the
   *     class: those of interfaces before version 52
   */
  static byte[] write(Plan plan, @Nullable MethodNode initializer) {
    int version = initializer == null ? V17 : Math.max(V1_5, plan.info().version());
    HolderWriter writer = new HolderWriter(plan, version);
    writer.write(initializer);
    return writer.out.toByteArray();
  }

  private void write(@Nullable MethodNode initializer) {
    int access = ACC_PUBLIC | ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC;
    out.visit(version, access, name, null, Emitted.HOLDER_BASE, null);
    out.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, Emitted.INDEX, "I", null, null).visitEnd();
    for (MemberKey key : plan.moved()) {
      FieldInfo field = plan.info().fields().get(key);
      int memory = field == null ? 0 : field.access() & ACC_VOLATILE;
      out.visitField(ACC_PUBLIC | ACC_SYNTHETIC | memory, key.name(), key.descriptor(), null, null)
          .visitEnd();
    }
    for (EnumState.StateField field : stateFields()) {
      String type = "[" + field.field().key().descriptor();
      out.visitField(ACC_PUBLIC | ACC_SYNTHETIC, field.array(), type, null, null).visitEnd();
    }
    out.visitField(
            ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, Emitted.SOLE, "L" + name + ";", null, null)
        .visitEnd();
    index();
    constructor();
    get();
    find();
    sole();
    initializeSupers();
    initializeClass();
    if (initializer != null) {
      initializer.accept(out);
    }
    out.visitEnd();
  }

  private List<EnumState.StateField> stateFields() {
    EnumState state = plan.state();
    return state == null ? List.of() : state.fields();
  }

  private void index() {
    MethodVisitor code = begin(ACC_STATIC, "<clinit>", "()V");
    code.visitLdcInsn(Type.getObjectType(name));
    code.visitMethodInsn(INVOKESTATIC, Emitted.STATICS, "index", "(Ljava/lang/Class;)I", false);
    code.visitFieldInsn(PUTSTATIC, name, Emitted.INDEX, "I");
    end(code, RETURN);
  }

  /** A static that is not final may have a ConstantValue, which is its value at the beginning. */
  private void constructor() {
    MethodVisitor code = begin(0, "<init>", "()V");
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, Emitted.HOLDER_BASE, "<init>", "()V", false);
    for (MemberKey key : plan.moved()) {
      FieldInfo field = plan.info().fields().get(key);
      if (field != null && field.constant() != null) {
        code.visitVarInsn(ALOAD, 0);
        code.visitLdcInsn(field.constant());
        code.visitFieldInsn(PUTFIELD, name, key.name(), key.descriptor());
      }
    }
    EnumState state = plan.state();
    if (state != null) {
      state.fields().forEach(field -> allocate(code, field, state.length()));
    }
    end(code, RETURN);
  }

  private void allocate(MethodVisitor code, EnumState.StateField field, int length) {
    Type type = Type.getType(field.field().key().descriptor());
    InstructionAdapter adapter = new InstructionAdapter(code);
    adapter.load(0, Type.getObjectType(name));
    adapter.iconst(length);
    adapter.newarray(type);
    adapter.putfield(name, field.array(), "[" + type.getDescriptor());
  }

  /** Short, so that it is inlined everywhere. */
  private void get() {
    MethodVisitor code = begin(ACC_PUBLIC | ACC_STATIC, Emitted.GET, "()L" + name + ";");
    Label several = new Label();
    code.visitFieldInsn(GETSTATIC, name, Emitted.SOLE, "L" + name + ";");
    code.visitInsn(DUP);
    code.visitJumpInsn(IFNULL, several);
    code.visitInsn(ARETURN);
    code.visitLabel(several);
    if (version >= V1_6) {
      code.visitFrame(F_SAME1, 0, null, 1, new Object[] {name});
    }
    code.visitInsn(POP);
    code.visitMethodInsn(INVOKESTATIC, name, Emitted.FIND, "()L" + name + ";", false);
    end(code, ARETURN);
  }

  private void find() {
    MethodVisitor code = begin(ACC_PRIVATE | ACC_STATIC, Emitted.FIND, "()L" + name + ";");
    Label absent = new Label();
    code.visitFieldInsn(GETSTATIC, name, Emitted.INDEX, "I");
    code.visitMethodInsn(INVOKESTATIC, Emitted.STATICS, "holder", "(I)Ljava/lang/Object;", false);
    code.visitTypeInsn(CHECKCAST, name);
    code.visitInsn(DUP);
    code.visitJumpInsn(IFNULL, absent);
    code.visitInsn(ARETURN);
    code.visitLabel(absent);
    if (version >= V1_6) {
      code.visitFrame(F_SAME1, 0, null, 1, new Object[] {name});
    }
    code.visitInsn(POP);
    code.visitFieldInsn(GETSTATIC, name, Emitted.INDEX, "I");
    code.visitTypeInsn(NEW, name);
    code.visitInsn(DUP);
    code.visitMethodInsn(INVOKESPECIAL, name, "<init>", "()V", false);
    code.visitMethodInsn(
        INVOKESTATIC,
        Emitted.STATICS,
        "initialize",
        "(IL" + Emitted.HOLDER_BASE + ";)Ljava/lang/Object;",
        false);
    code.visitTypeInsn(CHECKCAST, name);
    end(code, ARETURN);
  }

  private void sole() {
    String descriptor = "(L" + Emitted.HOLDER_BASE + ";)V";
    MethodVisitor code = begin(ACC_PROTECTED, Emitted.SET_SOLE, descriptor);
    code.visitVarInsn(ALOAD, 1);
    code.visitTypeInsn(CHECKCAST, name);
    code.visitFieldInsn(PUTSTATIC, name, Emitted.SOLE, "L" + name + ";");
    end(code, RETURN);
  }

  private void initializeSupers() {
    MethodVisitor code = begin(ACC_PROTECTED, Emitted.INITIALIZE_SUPERS, "()V");
    for (String before : plan.supers()) {
      Emitted.get(before).accept(code);
      code.visitInsn(POP);
    }
    end(code, RETURN);
  }

  private void initializeClass() {
    MethodVisitor code = begin(ACC_PROTECTED, Emitted.INITIALIZE_CLASS, "()V");
    if (plan.runs()) {
      code.visitVarInsn(ALOAD, 0);
      boolean own = plan.initializerIsInHolder();
      code.visitMethodInsn(
          INVOKESTATIC,
          own ? name : owner,
          Emitted.INITIALIZER,
          Emitted.initializerDescriptor(owner),
          !own && plan.info().isInterface());
    }
    end(code, RETURN);
  }

  private MethodVisitor begin(int access, String method, String descriptor) {
    MethodVisitor code = out.visitMethod(access, method, descriptor, null, null);
    code.visitCode();
    return code;
  }

  private static void end(MethodVisitor code, int returning) {
    code.visitInsn(returning);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
