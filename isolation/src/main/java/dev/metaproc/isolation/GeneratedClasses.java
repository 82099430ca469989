package dev.metaproc.isolation;

import dev.metaproc.rewriter.UnreadableClassException;
import dev.metaproc.rewriter.reflection.ReflectionRewriter;
import dev.metaproc.rewriter.statics.StaticsRewriter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Classes that a program of a shared image defines for itself. Their own statics stay where they
 * are; what they say of the image's classes becomes per program. Thread-safe.
 */
final class GeneratedClasses {
  private static final ReflectionRewriter REFLECTION = new ReflectionRewriter();
  private static final int MAJOR_VERSION = 6;

  /** Internal names of the classes for whose definition this thread is asking a loader now. */
  private static final ThreadLocal<Set<String>> BEING_DEFINED =
      ThreadLocal.withInitial(HashSet::new);

  private final StaticsRewriter rewriter;

  GeneratedClasses(StaticsRewriter rewriter) {
    this.rewriter = rewriter;
  }

  /** Internal name of the class that a class file defines, or null if it is none. */
  static @Nullable String nameOf(byte[] classFile) {
    try {
      return new ClassReader(classFile).getClassName();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null; // the JVM's error says it best
    }
  }

  /** A hidden class of the image's loader. */
  byte[] hidden(byte[] classFile) {
    return rewritten(
        classFile, given -> REFLECTION.rewrite(rewriter.rewriteGenerated(given, name -> true)));
  }

  /**
   * A class of a loader of the program's own.
   *
   * @param isShared says of a class of the image, by binary name, whether that loader takes it from
   *     there; asked only for classes that are too old to find out when they run
   * @param seesHooks whether that loader finds what reflective calls become
   */
  byte[] loaded(byte[] classFile, Predicate<String> isShared, boolean seesHooks) {
    return rewritten(
        classFile,
        given -> {
          byte[] done =
              version(given) >= Opcodes.V1_7
                  ? rewriter.rewriteLoaded(given)
                  : ofOldVersion(given, isShared);
          return seesHooks ? REFLECTION.rewrite(done) : done;
        });
  }

  private static byte[] rewritten(byte[] classFile, UnaryOperator<byte[]> rewriting) {
    try {
      return rewriting.apply(classFile);
    } catch (UnreadableClassException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return classFile; // the JVM's error says it best
    }
  }

  private static int version(byte[] classFile) {
    return new ClassReader(classFile).readUnsignedShort(MAJOR_VERSION);
  }

  private byte[] ofOldVersion(byte[] classFile, Predicate<String> isShared) {
    String own = new ClassReader(classFile).getClassName();
    return rewriter.rewriteGenerated(classFile, name -> isShared(name, own, isShared));
  }

  /** To answer, a loader may define that class, which must not ask for this one in turn. */
  private static boolean isShared(String name, String own, Predicate<String> isShared) {
    Set<String> asking = BEING_DEFINED.get();
    if (asking.contains(name)) {
      return false;
    }
    boolean first = asking.add(own);
    try {
      return isShared.test(name.replace('/', '.'));
    } finally {
      if (first) {
        asking.remove(own);
      }
    }
  }
}
