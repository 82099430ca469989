package dev.metaproc.isolation;

import dev.metaproc.rewriter.UnreadableClassException;
import dev.metaproc.rewriter.reflection.ReflectionRewriter;
import dev.metaproc.rewriter.statics.StaticsRewriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/**
 * The classes of an image in the form that programs can share: with their statics in holders.
 * Thread-safe.
 */
final class SharedClasses {
  private static final ReflectionRewriter REFLECTION = new ReflectionRewriter();

  private final Image image;
  private final ApiSurface api;
  private final StaticsRewriter rewriter;
  private final Map<String, Image.ImageClass> classes = new ConcurrentHashMap<>();

  /** Null until all verdicts are in; empty if none is a veto. */
  private @Nullable String veto;

  SharedClasses(Image image, ApiSurface api) {
    this.image = image;
    this.api = api;
    this.rewriter = new StaticsRewriter(this::classFile);
  }

  private byte @Nullable [] classFile(String internalName) {
    String name = internalName.replace('/', '.');
    if (ImageLoader.isElsewhere(name, api)) {
      return null;
    }
    try {
      Image.ImageClass found = read(name);
      return found == null ? null : found.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Image.@Nullable ImageClass read(String name) throws IOException {
    return api.isOwnCopy(name) ? Image.ofHost(name) : image.read(name);
  }

  /** Why they cannot be shared: the first class that forbids it; empty if none does. */
  synchronized Optional<String> veto() throws IOException {
    if (veto == null) {
      veto = image.classNames().stream().flatMap(this::vetoOf).findFirst().orElse("");
    }
    return veto.isEmpty() ? Optional.empty() : Optional.of(veto);
  }

  private Stream<String> vetoOf(String name) {
    return rewriter.veto(name.replace('.', '/')).map(why -> "class " + name + ": " + why).stream();
  }

  /** The class or holder of that binary name, or null if there is none. */
  Image.@Nullable ImageClass find(String name) throws IOException {
    Image.ImageClass known = classes.get(name);
    if (known != null) {
      return known;
    }
    Image.ImageClass made = make(name);
    if (made == null) {
      return null;
    }
    Image.ImageClass raced = classes.putIfAbsent(name, made);
    return raced == null ? made : raced;
  }

  private Image.@Nullable ImageClass make(String name) throws IOException {
    String held = StaticsRewriter.heldBy(name.replace('.', '/')).orElse("");
    byte[] holder = held.isEmpty() ? null : rewriter.holder(held);
    if (holder != null) {
      Image.ImageClass owner = read(held.replace('/', '.'));
      return owner == null ? null : owner.with(Image.redirected(holder));
    }
    Image.ImageClass read = read(name);
    return read == null ? null : read.with(rewritten(read.bytes()));
  }

  /**
   * A class that a program defines in a loader of its own; its own statics stay where they are.
   *
   * @param isShared says of a class of the image whether that loader takes it from here
   */
  byte[] rewriteGenerated(byte[] classFile, Predicate<String> isShared) {
    try {
      String own = new ClassReader(classFile).getClassName();
      StaticsRewriter seen =
          new StaticsRewriter(
              name -> {
                byte[] found = name.equals(own) ? null : classFile(name);
                return found != null && isShared.test(name.replace('/', '.')) ? found : null;
              });
      return REFLECTION.rewrite(seen.rewriteGenerated(classFile));
    } catch (UnreadableClassException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return classFile; // the JVM's error says it best
    }
  }

  private byte[] rewritten(byte[] classFile) {
    try {
      return REFLECTION.rewrite(rewriter.rewrite(Image.redirected(classFile)));
    } catch (UnreadableClassException e) {
      return classFile; // the JVM's error says it best
    }
  }
}
