package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The instructions before a call by reflection, which let the hook replace each value it is given:
 *
 * <pre>
 *   method, receiver, arguments                 the operand stack, as the compiler left it
 *   store all three
 *   Shim.redirected(method)                     the shim's own method, if a row replaces the member
 *   Shim.receiver(method, receiver)
 *   Shim.arguments(method, receiver, arguments)
 *   the call
 * </pre>
 *
 * <p>The call stays in its place, so access checks see the program's class as the caller.
 */
final class ReflectiveCalls {
  /** Simple name of the class that holds the hooks. */
  static final String HOOK = "ReflectionHooks";

  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String ARRAY = "[Ljava/lang/Object;";
  private static final String METHOD = "Ljava/lang/reflect/Method;";
  private static final String CONSTRUCTOR = "Ljava/lang/reflect/Constructor;";
  private static final String FIELD = "Ljava/lang/reflect/Field;";

  /** A method of the shim that looks at one value. */
  record Part(String name, String descriptor) {}

  private static final Part METHOD_ITSELF = new Part("redirected", "(" + METHOD + ")" + METHOD);
  private static final Part RECEIVER = new Part("receiver", "(" + METHOD + OBJECT + ")" + OBJECT);
  private static final Part ARGUMENTS =
      new Part("arguments", "(" + METHOD + OBJECT + ARRAY + ")" + ARRAY);
  private static final Part NEW_ARGUMENTS =
      new Part("arguments", "(" + CONSTRUCTOR + ARRAY + ")" + ARRAY);
  private static final Part FIELD_ITSELF = new Part("redirected", "(" + FIELD + ")" + FIELD);

  private static final Part FIELD_RECEIVER =
      new Part("receiver", "(" + FIELD + OBJECT + ")" + OBJECT);

  /** All of them, for the shim. */
  static final List<Part> PARTS =
      List.of(METHOD_ITSELF, RECEIVER, ARGUMENTS, NEW_ARGUMENTS, FIELD_ITSELF, FIELD_RECEIVER);

  private ReflectiveCalls() {}

  /**
   * @param firstFree first local variable the method does not use
   */
  static InsnList before(MethodInsnNode call, int firstFree) {
    InsnList code = new InsnList();
    int values = Type.getArgumentTypes(call.desc).length + 1;
    for (int i = values - 1; i >= 0; i--) {
      code.add(new VarInsnNode(ASTORE, firstFree + i));
    }
    switch (call.name) {
      case "invoke" -> {
        part(code, METHOD_ITSELF, firstFree, 1);
        part(code, RECEIVER, firstFree, 2);
        part(code, ARGUMENTS, firstFree, 3);
      }
      case "newInstance" -> {
        code.add(new VarInsnNode(ALOAD, firstFree));
        part(code, NEW_ARGUMENTS, firstFree, 2);
      }
      case "get" -> {
        part(code, FIELD_ITSELF, firstFree, 1);
        part(code, FIELD_RECEIVER, firstFree, 2);
      }
      default -> throw new IllegalArgumentException(call.name + " is no call by reflection");
    }
    return code;
  }

  private static void part(InsnList code, Part part, int firstLocal, int count) {
    for (int i = 0; i < count; i++) {
      code.add(new VarInsnNode(ALOAD, firstLocal + i));
    }
    code.add(new MethodInsnNode(INVOKESTATIC, Shim.NAME, part.name, part.descriptor, false));
  }
}
