package dev.metaproc.rewriter.statics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Keeps the stack map of a method true while its code is changed; never computes one, which would
 * take class loading.
 */
final class Frames {
  private Frames() {}

  /** Makes each frame say all of its locals (F_NEW), not what changed since the one before. */
  static void expand(String owner, MethodNode method) {
    List<Object> locals = argumentsOf(owner, method);
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FrameNode frame) {
        locals = expand(frame, locals);
      }
    }
  }

  private static List<Object> expand(FrameNode frame, List<Object> before) {
    List<Object> locals = new ArrayList<>(before);
    List<Object> stack = new ArrayList<>();
    switch (frame.type) {
      case Opcodes.F_APPEND -> locals.addAll(frame.local);
      case Opcodes.F_CHOP ->
          locals.subList(locals.size() - frame.local.size(), locals.size()).clear();
      case Opcodes.F_SAME1 -> stack.addAll(frame.stack);
      case Opcodes.F_FULL, Opcodes.F_NEW -> {
        locals = new ArrayList<>(frame.local);
        stack.addAll(frame.stack);
      }
      default -> {} // F_SAME
    }
    frame.type = Opcodes.F_NEW;
    frame.local = locals;
    frame.stack = stack;
    return locals;
  }

  private static List<Object> argumentsOf(String owner, MethodNode method) {
    List<Object> locals = new ArrayList<>();
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      locals.add(method.name.equals("<init>") ? Opcodes.UNINITIALIZED_THIS : owner);
    }
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      locals.add(typeOf(argument));
    }
    return locals;
  }

  /** How a frame writes a value of that type. */
  static Object typeOf(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.LONG -> Opcodes.LONG;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }

  /** How many local variables a value of a frame takes. */
  static int sizeOf(Object type) {
    return type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE) ? 2 : 1;
  }

  /**
   * Makes room for a new local variable 0 of that type; every other moves up by one. The method's
   * frames must be expanded.
   */
  static void insertFirstLocal(MethodNode method, Object type) {
    for (AbstractInsnNode insn : method.instructions) {
      switch (insn) {
        case VarInsnNode use -> use.var++;
        case IincInsnNode use -> use.var++;
        case FrameNode frame -> {
          List<Object> locals = new ArrayList<>();
          locals.add(type);
          locals.addAll(frame.local);
          frame.local = locals;
        }
        default -> {}
      }
    }
    if (method.localVariables != null) {
      for (LocalVariableNode variable : method.localVariables) {
        variable.index++;
      }
    }
    moveAnnotations(method.visibleLocalVariableAnnotations);
    moveAnnotations(method.invisibleLocalVariableAnnotations);
    method.maxLocals++;
  }

  private static void moveAnnotations(@Nullable List<LocalVariableAnnotationNode> annotations) {
    if (annotations != null) {
      for (LocalVariableAnnotationNode annotation : annotations) {
        annotation.index.replaceAll(index -> index + 1);
      }
    }
  }

  /** Replaces a label where it stands for an object that {@code new} at that label made. */
  static void renameUninitialized(MethodNode method, LabelNode from, Object to) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FrameNode frame) {
        frame.local = renamed(frame.local, from, to);
        frame.stack = renamed(frame.stack, from, to);
      }
    }
  }

  private static List<Object> renamed(@Nullable List<Object> types, LabelNode from, Object to) {
    List<Object> result = new ArrayList<>(types == null ? List.of() : types);
    result.replaceAll(type -> from.equals(type) ? to : type);
    return result;
  }

  /**
   * Makes locals that these instructions store plain objects, whatever the compiler knew of them.
   */
  static void widen(String owner, MethodNode method, Set<AbstractInsnNode> stores) {
    expand(owner, method);
    Frame<SourceValue>[] frames;
    try {
      frames = new Analyzer<>(new SourceInterpreter()).analyzeAndComputeMaxs(owner, method);
    } catch (AnalyzerException e) {
      return; // the JVM's verifier will say it best
    }
    int index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FrameNode frame && frames[index] != null) {
        int local = 0;
        List<Object> locals = new ArrayList<>();
        for (Object type : frame.local) {
          boolean stored =
              type instanceof String
                  && frames[index].getLocal(local).insns.stream().anyMatch(stores::contains);
          locals.add(stored ? "java/lang/Object" : type);
          local += sizeOf(type);
        }
        frame.local = locals;
      }
      index++;
    }
  }

  /** A frame of these locals and this stack. */
  static FrameNode of(List<Object> locals, Object... stack) {
    FrameNode frame = new FrameNode(Opcodes.F_NEW, 0, null, 0, null);
    frame.local = new ArrayList<>(locals);
    frame.stack = new ArrayList<>(Arrays.asList(stack));
    return frame;
  }

  /** Keeps the last of the frames that stand before one and the same instruction. */
  static void dropDuplicates(MethodNode method) {
    FrameNode last = null;
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof FrameNode frame) {
        if (last != null) {
          method.instructions.remove(last);
        }
        last = frame;
      } else if (insn.getOpcode() >= 0) {
        last = null;
      }
    }
    if (last != null) {
      method.instructions.remove(last); // no instruction follows
    }
  }
}
