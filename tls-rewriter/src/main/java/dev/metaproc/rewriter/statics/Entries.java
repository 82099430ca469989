package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Through which methods other code enters a class that may not be initialised yet: its static
 * methods and constructors, except private ones that only the class itself calls, and constructors
 * of enums, which run while the constants are made.
 */
final class Entries {
  private Entries() {}

  static List<MethodNode> of(Hierarchy hierarchy, ClassNode node) {
    boolean isEnum = hierarchy.isEnumConstant(node.name);
    Set<MemberKey> called = calledByNestMates(hierarchy, node);
    List<MethodNode> entries = new ArrayList<>();
    for (MethodNode method : node.methods) {
      boolean isConstructor = method.name.equals("<init>") && !isEnum;
      boolean isStatic = (method.access & ACC_STATIC) != 0 && !isInitializer(method);
      boolean isPrivate = (method.access & ACC_PRIVATE) != 0;
      boolean entered = !isPrivate || called.contains(new MemberKey(method.name, method.desc));
      if ((isConstructor || isStatic) && entered && method.instructions.size() > 0) {
        entries.add(method);
      }
    }
    return entries;
  }

  private static boolean isInitializer(MethodNode method) {
    return method.name.equals("<clinit>") || method.name.equals(Emitted.INITIALIZER);
  }

  private static Set<MemberKey> calledByNestMates(Hierarchy hierarchy, ClassNode node) {
    Set<MemberKey> called = new HashSet<>();
    for (ClassNode mate : ReadOnlyArrays.nest(hierarchy, node)) {
      if (!mate.name.equals(node.name)) {
        for (MethodNode method : mate.methods) {
          for (AbstractInsnNode insn : method.instructions) {
            collect(insn, node.name, called);
          }
        }
      }
    }
    return called;
  }

  private static void collect(AbstractInsnNode insn, String owner, Set<MemberKey> called) {
    switch (insn) {
      case MethodInsnNode call when call.owner.equals(owner) ->
          called.add(new MemberKey(call.name, call.desc));
      case LdcInsnNode constant -> collect(constant.cst, owner, called);
      case InvokeDynamicInsnNode dynamic -> {
        for (Object argument : dynamic.bsmArgs) {
          collect(argument, owner, called);
        }
      }
      default -> {}
    }
  }

  private static void collect(Object constant, String owner, Set<MemberKey> called) {
    if (constant instanceof Handle handle && handle.getOwner().equals(owner)) {
      called.add(new MemberKey(handle.getName(), handle.getDesc()));
    }
  }
}
