package dev.metaproc.rewriter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns the class file of a program into the one its loader defines.
 *
 * <p>Deterministic and free of class loading: frames are kept as the compiler wrote them, since no
 * transformation adds a branch. Line numbers, local variables and signatures survive.
 *
 * <p>A method that would become longer than the JVM allows stays as it is. Thread-safe.
 */
public final class Rewriter {
  private final Redirections table;

  /** A rewriter that applies the rows of {@code table}. */
  public Rewriter(Redirections table) {
    this.table = table;
  }

  /**
   * The rewritten class file, or {@code classFile} itself where no row applies.
   *
   * @throws UnreadableClassException if the bytes are no class file this version can read
   */
  public byte[] rewrite(byte[] classFile) {
    Set<String> untouched = new HashSet<>();
    while (true) {
      try {
        return rewrite(classFile, untouched);
      } catch (MethodTooLargeException e) {
        if (!untouched.add(e.getMethodName() + e.getDescriptor())) {
          throw e; // it is as it was, so the class file was no class file
        }
      }
    }
  }

  /**
   * @param untouched methods, by name and descriptor, that are so long already that they cannot be
   *     changed
   */
  private byte[] rewrite(byte[] classFile, Set<String> untouched) {
    ClassNode node = new ClassNode();
    ClassReader reader = read(classFile, node);
    if (!rewrite(node, untouched)) {
      return classFile;
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  /**
   * Does to a class that is being rewritten what {@link #rewrite(byte[])} does to its class file;
   * but here a method that becomes longer than the JVM allows is the caller's to find.
   *
   * @return whether anything was changed
   */
  public boolean rewrite(ClassNode node) {
    return rewrite(node, Set.of());
  }

  private boolean rewrite(ClassNode node, Set<String> untouched) {
    boolean changed = false;
    CallSites callSites = new CallSites(table, node);
    Recursion recursion = new Recursion(node);
    for (MethodNode method : List.copyOf(node.methods)) {
      if (untouched.contains(method.name + method.desc)) {
        continue;
      }
      changed |= ResourceSites.apply(method);
      changed |= callSites.apply(method);
      changed |= HandlerGuard.apply(method);
      changed |= LoopPoll.apply(method, recursion);
    }
    node.methods.addAll(callSites.addedMethods());
    return changed;
  }

  private static ClassReader read(byte[] classFile, ClassNode into) {
    try {
      ClassReader reader = new ClassReader(classFile);
      reader.accept(into, 0);
      return reader;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnreadableClassException(e);
    }
  }
}
