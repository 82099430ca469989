package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Applies the rows of the table to every use in one class: calls, field reads, and the method
 * handles behind method references, which become handles of synthetic bridge methods.
 */
final class CallSites {
  private final Redirections table;
  private final ClassNode owner;
  private final HandleBridges bridges;

  CallSites(Redirections table, ClassNode owner) {
    this.table = table;
    this.owner = owner;
    this.bridges = new HandleBridges(owner.name, (owner.access & ACC_INTERFACE) != 0);
  }

  /** Bridge methods for method references; to be added to the class when all methods are done. */
  List<MethodNode> addedMethods() {
    bridges.methods().forEach(this::apply);
    return bridges.methods();
  }

  /** Says whether anything was changed. */
  boolean apply(MethodNode method) {
    boolean changed = false;
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      changed |=
          switch (insn) {
            case MethodInsnNode call -> call(method, call);
            case FieldInsnNode field when field.getOpcode() == GETSTATIC -> read(method, field);
            case InvokeDynamicInsnNode dynamic -> handles(dynamic.bsmArgs);
            case LdcInsnNode constant -> constant(constant);
            default -> false;
          };
    }
    return changed;
  }

  private boolean call(MethodNode method, MethodInsnNode call) {
    Optional<Redirection> row = rowFor(call);
    if (row.isEmpty()) {
      return false;
    }
    switch (row.get()) {
      case Redirection.Replace replace -> replace(method, call, replace);
      case Redirection.Resolve resolve -> resolve(method, call, resolve);
      case Redirection.Before before -> before(method, call, before);
      case Redirection.Reflect reflect ->
          method.instructions.insertBefore(call, ReflectiveCalls.before(call, method.maxLocals));
      case Redirection.Keep keep -> {
        return false;
      }
    }
    return true;
  }

  /**
   * A {@code super.exists()} names the superclass's own method, so no row applies to it; nor does
   * one about a receiver to a static method of the same name.
   */
  private Optional<Redirection> rowFor(MethodInsnNode call) {
    boolean constructor = call.name.equals("<init>");
    if (call.getOpcode() == INVOKESPECIAL && !constructor) {
      return Optional.empty();
    }
    boolean isStatic = call.getOpcode() == INVOKESTATIC;
    return table
        .find(call.owner, call.name, call.desc)
        .filter(row -> !isStatic || !(row instanceof Redirection.Before));
  }

  private static void replace(MethodNode method, MethodInsnNode call, Redirection.Replace row) {
    String name = Shim.hookName(row);
    String descriptor = Shim.shimDescriptor(row);
    method.instructions.set(
        call, new MethodInsnNode(INVOKESTATIC, Shim.NAME, name, descriptor, false));
  }

  private static void before(MethodNode method, MethodInsnNode call, Redirection.Before row) {
    InsnList shown = new InsnList();
    shown.add(new InsnNode(Type.getArgumentTypes(call.desc).length == 0 ? DUP : DUP2));
    String descriptor = Shim.beforeDescriptor(row);
    shown.add(new MethodInsnNode(INVOKESTATIC, Shim.NAME, call.name, descriptor, false));
    method.instructions.insertBefore(call, shown);
  }

  private static void resolve(MethodNode method, MethodInsnNode call, Redirection.Resolve row) {
    List<Type> values = new ArrayList<>();
    List<Boolean> resolved = new ArrayList<>();
    if (row.receiver() && call.getOpcode() != INVOKESTATIC && !call.name.equals("<init>")) {
      values.add(Type.getObjectType(call.owner));
      resolved.add(true);
    }
    boolean namesFile = row.namesFile();
    for (Type argument : Type.getArgumentTypes(call.desc)) {
      boolean name = namesFile && argument.equals(Resolving.STRING);
      namesFile &= !name;
      values.add(argument);
      resolved.add(name || argument.equals(Resolving.FILE) || argument.equals(Resolving.PATH));
    }
    boolean[] flags = new boolean[values.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = resolved.get(i);
    }
    Type[] types = values.toArray(Type[]::new);
    Type result = row.receiver() ? Type.VOID_TYPE : Type.getReturnType(call.desc);
    String how = isOpenedLater(call) ? Resolving.ABSOLUTE : Resolving.RESOLVE;
    Resolving code = Resolving.of(types, flags, result, how, method.maxLocals);
    method.instructions.insertBefore(call, code.before());
    method.instructions.insert(call, code.after());
  }

  /** By the HTTP client's threads, or by that of a watch service. */
  private static boolean isOpenedLater(MethodInsnNode call) {
    return call.owner.startsWith("java/net/http/") || call.name.equals("register");
  }

  private boolean read(MethodNode method, FieldInsnNode field) {
    if (!(table.find(field.owner, field.name, field.desc).orElse(null)
        instanceof Redirection.Replace row)) {
      return false;
    }
    method.instructions.set(
        field,
        new MethodInsnNode(
            INVOKESTATIC, Shim.NAME, Shim.hookName(row), Shim.shimDescriptor(row), false));
    return true;
  }

  private boolean constant(LdcInsnNode constant) {
    Object[] one = {constant.cst};
    boolean changed = handles(one);
    constant.cst = one[0];
    return changed;
  }

  private boolean handles(Object[] constants) {
    boolean changed = false;
    for (int i = 0; i < constants.length; i++) {
      if (constants[i] instanceof Handle handle && isRedirected(handle)) {
        constants[i] = bridges.bridge(handle);
        changed = true;
      }
    }
    return changed;
  }

  private boolean isRedirected(Handle handle) {
    if (handle.getOwner().equals(owner.name) || !HandleBridges.canBridge(handle)) {
      return false;
    }
    return table
        .find(handle.getOwner(), handle.getName(), handle.getDesc())
        .filter(row -> !(row instanceof Redirection.Keep))
        .filter(row -> handle.getTag() != H_INVOKESTATIC || !(row instanceof Redirection.Before))
        .isPresent();
  }
}
