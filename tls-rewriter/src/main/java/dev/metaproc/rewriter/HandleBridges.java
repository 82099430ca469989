package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.H_NEWINVOKESPECIAL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.NEW;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Private static methods that make the call a method handle names, such as that of {@code
 * System.out::println}'s sibling {@code System::exit}. The call in the bridge is then rewritten
 * like any other.
 */
final class HandleBridges {
  private final String owner;
  private final boolean inInterface;
  private final Map<Handle, MethodNode> bridges = new LinkedHashMap<>();

  HandleBridges(String owner, boolean inInterface) {
    this.owner = owner;
    this.inInterface = inInterface;
  }

  static boolean canBridge(Handle handle) {
    return switch (handle.getTag()) {
      case H_INVOKESTATIC, H_INVOKEVIRTUAL, H_INVOKEINTERFACE, H_NEWINVOKESPECIAL, H_GETSTATIC ->
          true;
      default -> false;
    };
  }

  List<MethodNode> methods() {
    return new ArrayList<>(bridges.values());
  }

  Handle bridge(Handle handle) {
    MethodNode method = bridges.computeIfAbsent(handle, this::generate);
    return new Handle(H_INVOKESTATIC, owner, method.name, method.desc, inInterface);
  }

  private MethodNode generate(Handle handle) {
    int access = ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC;
    String name = "metaproc$" + bridges.size();
    MethodNode method = new MethodNode(access, name, descriptor(handle), null, null);
    if (handle.getTag() == H_NEWINVOKESPECIAL) {
      method.instructions.add(new TypeInsnNode(NEW, handle.getOwner()));
      method.instructions.add(new InsnNode(DUP));
    }
    int local = 0;
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      method.instructions.add(new VarInsnNode(argument.getOpcode(ILOAD), local));
      local += argument.getSize();
    }
    method.maxLocals = local;
    use(method, handle);
    method.instructions.add(new InsnNode(Type.getReturnType(method.desc).getOpcode(IRETURN)));
    return method;
  }

  private static String descriptor(Handle handle) {
    String descriptor = handle.getDesc();
    return switch (handle.getTag()) {
      case H_GETSTATIC -> "()" + descriptor;
      case H_NEWINVOKESPECIAL -> descriptor.replace(")V", ")L" + handle.getOwner() + ";");
      case H_INVOKESTATIC -> descriptor;
      default -> Descriptors.withReceiver(handle.getOwner(), descriptor);
    };
  }

  private static void use(MethodNode method, Handle handle) {
    String owner = handle.getOwner();
    if (handle.getTag() == H_GETSTATIC) {
      method.instructions.add(
          new FieldInsnNode(GETSTATIC, owner, handle.getName(), handle.getDesc()));
      return;
    }
    int opcode =
        switch (handle.getTag()) {
          case H_INVOKESTATIC -> INVOKESTATIC;
          case H_INVOKEINTERFACE -> INVOKEINTERFACE;
          case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
          default -> INVOKEVIRTUAL;
        };
    method.instructions.add(
        new MethodInsnNode(
            opcode, owner, handle.getName(), handle.getDesc(), handle.isInterface()));
  }
}
