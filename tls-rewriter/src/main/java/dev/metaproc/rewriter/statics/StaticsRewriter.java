package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.UnreadableClassException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns the classes of one image into classes that several programs share, with statics of their
 * own. What becomes of a class depends on the image's other classes, which are looked up as needed.
 *
 * <p>Deterministic, loads no class, thread-safe. The emitted names and what the runtime must
 * provide are in docs/decisions/0006.
 */
public final class StaticsRewriter {
  private final Planner planner;
  private final Predicate<ClassNode> redirections;

  /**
   * A rewriter for the image that has these class files.
   *
   * @param redirections change a class of the image to use what stands for the JDK's, and say
   *     whether they did; asked on several threads
   */
  public StaticsRewriter(ClassFiles image, Predicate<ClassNode> redirections) {
    this.planner = new Planner(new Hierarchy(image));
    this.redirections = redirections;
  }

  /** Internal name of the holder of a class's statics. */
  public static String holderName(String internalName) {
    return Emitted.holder(internalName);
  }

  /** The class whose statics a class of that internal name would hold, if it is a holder's name. */
  public static Optional<String> heldBy(String internalName) {
    return internalName.endsWith(Emitted.SUFFIX)
        ? Optional.of(internalName.substring(0, internalName.length() - Emitted.SUFFIX.length()))
        : Optional.empty();
  }

  /** What becomes of a class; a class that is not of the image is kept. */
  public Verdict verdict(String internalName) {
    Plan plan = planner.find(internalName);
    return plan == null ? Verdict.keep("not of the image, or unreadable") : plan.verdict();
  }

  /**
   * Why a class cannot be shared, as a clause; empty if it can, or is not of the image. Much
   * cheaper than {@link #verdict}, for asking about every class of an image.
   */
  public Optional<String> veto(String internalName) {
    return Optional.ofNullable(planner.veto(internalName));
  }

  /**
   * Says whether a method of the class is so long that {@link #rewrite} may refuse it, or {@link
   * #holder} its holder, though there is no veto.
   *
   * @throws UnreadableClassException if the bytes are no class file this version can read
   */
  public static boolean mayGetTooLong(byte[] classFile) {
    try {
      return CodeSize.mayGetTooLong(classFile);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnreadableClassException(e);
    }
  }

  /**
   * A class of the image as the image's loader is to define it, redirected, or {@code classFile}
   * itself if nothing changes.
   *
   * @param classFile as it is in the image: the parts of its initialiser were planned there
   * @throws UnreadableClassException if the bytes are no class file this version can read
   * @throws IllegalArgumentException if the verdict on the class is a veto
   * @throws MethodTooLargeException if a method that is nearly as long as the JVM allows would
   *     become longer; {@link #mayGetTooLong} says whether to expect it
   */
  public byte[] rewrite(byte[] classFile) {
    String name = nameOf(classFile);
    Plan plan = planner.find(name);
    if (plan != null && plan.veto() != null) {
      throw new IllegalArgumentException(name + " cannot be shared: " + plan.veto());
    }
    return new ClassRewriting(planner, plan, classFile).rewritten(redirections);
  }

  /**
   * A class that a program generated while it ran, redirected already. Its statics are that
   * program's as they are; its uses of the image's statics become per program.
   *
   * @param isSeen says of a class of the image, by internal name, whether the generated class means
   *     it by that name; never by its own
   * @throws UnreadableClassException if the bytes are no class file this version can read
   */
  public byte[] rewriteGenerated(byte[] classFile, Predicate<String> isSeen) {
    String own = nameOf(classFile);
    Planner seen = planner.seenBy(name -> !name.equals(own) && isSeen.test(name));
    return new ClassRewriting(seen, null, classFile).rewritten(redirected -> false);
  }

  /**
   * The same for a loader of the program's own, which may know other classes by the names of the
   * image's: what a name means is found out when the JVM resolves it. Needs {@code invokedynamic},
   * so the class file's version must be 51 or later.
   *
   * @throws UnreadableClassException if the bytes are no class file this version can read
   */
  public byte[] rewriteLoaded(byte[] classFile) {
    return ClassRewriting.late(planner, classFile).rewritten(redirected -> false);
  }

  /** The class file of that internal name, which was missing so far, is there now. */
  public void added(String internalName) {
    planner.hierarchy().added(internalName);
  }

  /** The class file of the holder of a class of the image, not redirected; null if it has none. */
  public byte @Nullable [] holder(String internalName) {
    Plan plan = planner.find(internalName);
    if (plan == null || !plan.hasHolder() || plan.veto() != null) {
      return null;
    }
    if (!plan.runs() || !plan.initializerIsInHolder()) {
      return HolderWriter.write(plan, null);
    }
    ClassNode node = planner.hierarchy().node(internalName);
    MethodNode initializer =
        node == null ? null : new ClassRewriting(planner, plan, node).programInitializer();
    return HolderWriter.write(plan, initializer);
  }

  private static String nameOf(byte[] classFile) {
    try {
      return new ClassReader(classFile).getClassName();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnreadableClassException(e);
    }
  }
}
