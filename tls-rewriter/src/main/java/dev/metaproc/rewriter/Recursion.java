package dev.metaproc.rewriter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Which methods of a class may call themselves, directly or through others of that class. */
final class Recursion {
  private final Map<String, Set<String>> calls = new HashMap<>();

  Recursion(ClassNode node) {
    for (MethodNode method : node.methods) {
      Set<String> called = new HashSet<>();
      for (AbstractInsnNode insn : method.instructions) {
        if (insn instanceof MethodInsnNode call && call.owner.equals(node.name)) {
          called.add(call.name + call.desc);
        }
      }
      if (!called.isEmpty()) {
        calls.put(method.name + method.desc, called);
      }
    }
  }

  boolean contains(MethodNode method) {
    String start = method.name + method.desc;
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      for (String called : calls.getOrDefault(next.pop(), Set.of())) {
        if (called.equals(start)) {
          return true;
        }
        if (reached.add(called)) {
          next.push(called);
        }
      }
    }
    return false;
  }
}
