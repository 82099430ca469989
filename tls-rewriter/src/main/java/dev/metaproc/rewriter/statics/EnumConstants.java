package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.statics.ClassInfo.FieldInfo;
import dev.metaproc.rewriter.statics.ClassInfo.MethodInfo;
import dev.metaproc.rewriter.trial.Datum;
import dev.metaproc.rewriter.trial.Trials.Outcome;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The constants of an enum are shared by all programs: the JVM and {@code java.util} keep them per
 * class. So they must be made without an effect and never change.
 */
final class EnumConstants {
  private EnumConstants() {}

  /** The statics that hold constants, or all of them; empty if the class is no enum. */
  static Set<MemberKey> of(ClassInfo info) {
    Set<MemberKey> keys = new LinkedHashSet<>();
    if (info.isEnum()) {
      for (FieldInfo field : info.fields().values()) {
        if (field.isStatic() && (isConstant(field) || isValues(info, field))) {
          keys.add(field.key());
        }
      }
    }
    return keys;
  }

  static boolean isConstant(FieldInfo field) {
    return (field.access() & Opcodes.ACC_ENUM) != 0;
  }

  private static boolean isValues(ClassInfo info, FieldInfo field) {
    return (field.access() & Opcodes.ACC_SYNTHETIC) != 0
        && field.key().descriptor().equals("[L" + info.name() + ";");
  }

  /**
   * Why the constants a trial made cannot be shared, as a clause; null if they can.
   *
   * @param isShared says of an object of the JDK's that another class's initialiser made whether
   *     all programs have the same one
   */
  static @Nullable String problem(
      Hierarchy hierarchy,
      ClassInfo info,
      Set<MemberKey> constants,
      Outcome outcome,
      Predicate<Datum.Host> isShared) {
    if (!outcome.isPure()) {
      return "enum constants are made by code that " + outcome.impurity();
    }
    for (MemberKey key : constants) {
      if (outcome.statics().get(key.name() + ":" + key.descriptor())
          instanceof Datum.Instance constant) {
        String problem = problem(hierarchy, info, constant, isShared);
        if (problem != null) {
          return "enum constant " + key.name() + " " + problem;
        }
      }
    }
    return null;
  }

  private static @Nullable String problem(
      Hierarchy hierarchy,
      ClassInfo owner,
      Datum.Instance constant,
      Predicate<Datum.Host> isShared) {
    Predicate<Datum.Host> isOwn =
        host -> host.maker() == null || owner.name().equals(host.maker()) || isShared.test(host);
    for (Map.Entry<String, Datum> field : constant.fields().entrySet()) {
      if (!isImmutable(hierarchy, field.getValue())) {
        return "has a mutable object in " + field.getKey();
      }
      if (!isMadeBy(owner.name(), hierarchy, isOwn, field.getValue())) {
        return "has an object of another class's in " + field.getKey();
      }
    }
    ClassInfo type = hierarchy.find(constant.type());
    while (type != null) {
      for (FieldInfo field : type.fields().values()) {
        if (!field.isStatic() && !field.isFinal() && isWritten(hierarchy, type, field)) {
          return "has the variable " + field.key().name();
        }
      }
      type = hierarchy.find(type.superName());
    }
    return null;
  }

  /**
   * What another class's initialiser made is in statics of that class, of which each program has
   * its own: a constant must not have that of the first one.
   */
  private static boolean isMadeBy(
      String owner, Hierarchy hierarchy, Predicate<Datum.Host> isOwn, Datum value) {
    return switch (value) {
      case Datum.Instance instance ->
          hierarchy.isEnumConstant(instance.type())
              || (instance.maker().equals(owner)
                  && areMadeBy(owner, hierarchy, isOwn, instance.fields().values()));
      case Datum.Closure closure ->
          closure.maker().equals(owner) && areMadeBy(owner, hierarchy, isOwn, closure.captured());
      case Datum.Opaque opaque ->
          opaque.maker().equals(owner)
              && (opaque.contents() == null
                  || areMadeBy(owner, hierarchy, isOwn, opaque.contents()));
      case Datum.Host host -> isOwn.test(host);
      default -> true;
    };
  }

  private static boolean areMadeBy(
      String owner, Hierarchy hierarchy, Predicate<Datum.Host> isOwn, Collection<Datum> values) {
    return values.stream().allMatch(value -> isMadeBy(owner, hierarchy, isOwn, value));
  }

  /** A lambda without mutable captures has no state of its own. */
  private static boolean isImmutable(Hierarchy hierarchy, Datum value) {
    return switch (value) {
      case Datum.Instance instance ->
          hierarchy.isEnumConstant(instance.type()) || isValue(hierarchy, instance);
      case Datum.Closure closure ->
          closure.captured().stream().allMatch(captured -> isImmutable(hierarchy, captured));
      case Datum.Opaque opaque ->
          opaque.contents() != null
              && opaque.contents().stream().allMatch(element -> isImmutable(hierarchy, element));
      default -> SharedStatics.isImmutable(value);
    };
  }

  /**
   * An object of the image that has no state but finals and does something, but not on its monitor.
   * One that does nothing is there to be locked.
   */
  private static boolean isValue(Hierarchy hierarchy, Datum.Instance instance) {
    ClassInfo type = hierarchy.find(instance.type());
    boolean acts = false;
    while (type != null) {
      boolean variable =
          type.fields().values().stream().anyMatch(f -> !f.isStatic() && !f.isFinal());
      if (variable || usesMonitors(hierarchy, type)) {
        return false;
      }
      acts |= type.methods().values().stream().anyMatch(EnumConstants::isInstanceMethod);
      if ("java/lang/Object".equals(type.superName())
          || "java/lang/Record".equals(type.superName())) {
        return acts && instance.fields().values().stream().allMatch(v -> isImmutable(hierarchy, v));
      }
      type = hierarchy.find(type.superName());
    }
    return false;
  }

  private static boolean isInstanceMethod(MethodInfo method) {
    return !method.isStatic() && !method.key().name().equals("<init>");
  }

  private static boolean usesMonitors(Hierarchy hierarchy, ClassInfo type) {
    ClassNode node = hierarchy.node(type.name());
    return node == null || node.methods.stream().anyMatch(EnumConstants::usesMonitor);
  }

  private static boolean usesMonitor(MethodNode method) {
    boolean isSynchronized = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
    for (AbstractInsnNode insn : method.instructions) {
      isSynchronized |= insn.getOpcode() == Opcodes.MONITORENTER;
    }
    return isSynchronized;
  }

  /** Says whether any code but the constructors of its class may write the field. */
  private static boolean isWritten(Hierarchy hierarchy, ClassInfo type, FieldInfo field) {
    ClassNode node = hierarchy.node(type.name());
    if ((field.access() & Opcodes.ACC_PRIVATE) == 0 || node == null) {
      return true;
    }
    for (ClassNode member : ReadOnlyArrays.nest(hierarchy, node)) {
      for (MethodNode method : member.methods) {
        boolean own = member.name.equals(type.name()) && method.name.equals("<init>");
        for (AbstractInsnNode insn : method.instructions) {
          if (!own && insn instanceof FieldInsnNode write && isWrite(write, type, field)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isWrite(FieldInsnNode insn, ClassInfo type, FieldInfo field) {
    return insn.getOpcode() == Opcodes.PUTFIELD
        && insn.owner.equals(type.name())
        && insn.name.equals(field.key().name());
  }
}
