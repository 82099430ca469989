package dev.metaproc.rewriter.statics;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What a class may do that cannot be made exact in shared mode. */
final class Hazards {
  /** Bootstraps whose call sites and constants say the same in every program. */
  private static final Set<String> BOOTSTRAPS =
      Set.of(
          "java/lang/invoke/LambdaMetafactory",
          "java/lang/invoke/StringConcatFactory",
          "java/lang/invoke/ConstantBootstraps",
          "scala/runtime/LambdaDeserialize", // only caches
          "java/lang/runtime/ObjectMethods",
          "java/lang/runtime/SwitchBootstraps");

  private Hazards() {}

  /** Says whether it is worth looking at the code. */
  static boolean mayBeIn(ClassInfo info) {
    return !BOOTSTRAPS.containsAll(info.bootstraps())
        || info.methods().values().stream().anyMatch(m -> (m.access() & Opcodes.ACC_NATIVE) != 0);
  }

  /** The first hazard, as the reason of a veto; null if there is none. */
  static @Nullable String in(ClassNode node) {
    for (MethodNode method : node.methods) {
      String hazard = in(method);
      if (hazard != null) {
        return hazard;
      }
    }
    return null;
  }

  private static @Nullable String in(MethodNode method) {
    if ((method.access & Opcodes.ACC_NATIVE) != 0) {
      return "native method "
          + method.name
          + ": its library has one set of globals for all programs";
    }
    for (AbstractInsnNode insn : method.instructions) {
      Handle bootstrap =
          switch (insn) {
            case InvokeDynamicInsnNode dynamic -> dynamic.bsm;
            case LdcInsnNode constant when constant.cst instanceof ConstantDynamic dynamic ->
                dynamic.getBootstrapMethod();
            default -> null;
          };
      if (bootstrap != null && !BOOTSTRAPS.contains(bootstrap.getOwner())) {
        return "invokedynamic in "
            + method.name
            + " is linked once for all programs by "
            + bootstrap.getOwner().replace('/', '.');
      }
    }
    return null;
  }
}
