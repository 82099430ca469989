package dev.metaproc.rewriter.trial;

import dev.metaproc.rewriter.trial.Datum.ArrayDatum;
import dev.metaproc.rewriter.trial.Datum.ClassLiteral;
import dev.metaproc.rewriter.trial.Datum.Host;
import dev.metaproc.rewriter.trial.Datum.Opaque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Reflective look-ups that cannot fail: of members that are there. To look up is not to initialise.
 */
final class Reflection {
  private static final String ATOMIC = "java/util/concurrent/atomic/Atomic";

  private final Trials trials;
  private final String root;

  Reflection(Trials trials, String root) {
    this.trials = trials;
    this.root = root;
  }

  static boolean isModelled(MethodInsnNode call) {
    boolean isUpdater = call.name.equals("newUpdater") && call.owner.startsWith(ATOMIC);
    boolean isForName =
        call.name.equals("forName")
            && call.owner.equals("java/lang/Class")
            && call.desc.startsWith("(Ljava/lang/String;)");
    return isUpdater || isForName;
  }

  Datum call(MethodInsnNode call, List<? extends Datum> values) {
    if (call.name.equals("forName")) {
      return forName(string(values.get(0)));
    }
    ClassNode node = trials.node(literal(values.get(0)).type().getInternalName());
    String name = string(values.getLast());
    if (node != null && node.name.equals(root) && isUpdatable(node, name)) {
      return new Opaque(call.owner, root, null);
    }
    throw new Impure("makes an updater of " + name);
  }

  private static boolean isUpdatable(ClassNode node, String name) {
    return node.fields.stream()
        .anyMatch(f -> f.name.equals(name) && (f.access & Opcodes.ACC_VOLATILE) != 0);
  }

  /** Of the JDK's public classes, whose initialisation is the JVM's affair. */
  private static Datum forName(String name) {
    try {
      Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
      if (name.startsWith("java.")) {
        return new ClassLiteral(Type.getType(type));
      }
    } catch (ClassNotFoundException e) {
      throw new Impure("looks for the class " + name);
    }
    throw new Impure("looks for the class " + name);
  }

  Datum member(MethodInsnNode call, ClassLiteral of, List<? extends Datum> values) {
    String name = string(values.get(1));
    boolean isMethod = call.name.endsWith("Method");
    boolean found =
        isMethod
            ? hasMethod(of.type(), name, parameters(values.get(2)), call.name.equals("getMethod"))
            : hasField(of.type(), name, call.name.equals("getField"));
    if (!found) {
      throw new Impure("looks for " + of.type().getClassName() + "." + name);
    }
    String kind = isMethod ? "Method" : "Field";
    return new Opaque("java/lang/reflect/" + kind, root, null);
  }

  private boolean hasMethod(Type of, String name, String parameters, boolean isPublic) {
    ClassNode node = trials.node(of.getInternalName());
    return node != null
        && node.methods.stream()
            .filter(method -> !isPublic || (method.access & Opcodes.ACC_PUBLIC) != 0)
            .anyMatch(m -> m.name.equals(name) && m.desc.startsWith(parameters));
  }

  private boolean hasField(Type of, String name, boolean isPublic) {
    ClassNode node = trials.node(of.getInternalName());
    return node != null
        && node.fields.stream()
            .filter(field -> !isPublic || (field.access & Opcodes.ACC_PUBLIC) != 0)
            .anyMatch(field -> field.name.equals(name));
  }

  private static String parameters(Datum types) {
    StringBuilder descriptor = new StringBuilder("(");
    if (types instanceof ArrayDatum array) {
      for (Datum type : array.elements) {
        descriptor.append(literal(type).type().getDescriptor());
      }
    }
    return descriptor.append(')').toString();
  }

  private static ClassLiteral literal(@Nullable Datum value) {
    if (value instanceof ClassLiteral literal) {
      return literal;
    }
    throw new Impure("uses an unknown class");
  }

  private static String string(Datum value) {
    if (value instanceof Host host && host.object instanceof String string) {
      return string;
    }
    throw new Impure("uses an unknown string");
  }
}
