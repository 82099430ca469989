package dev.metaproc.isolation;

import dev.metaproc.rewriter.JdkNeeds;
import dev.metaproc.rewriter.UnreadableClassException;
import dev.metaproc.rewriter.reflection.ReflectionRewriter;
import dev.metaproc.rewriter.statics.StaticsRewriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;

/**
 * The classes of an image in the form that programs can share: with their statics in holders.
 * Thread-safe.
 */
final class SharedClasses {
  private static final ReflectionRewriter REFLECTION = new ReflectionRewriter();
  private static final CodeSource NOWHERE = new CodeSource(null, (Certificate[]) null);

  private final Image image;
  private final ApiSurface api;
  private final StaticsRewriter rewriter;
  private final GeneratedClasses generated;
  private final RewrittenCache cache;
  private final Map<String, Image.ImageClass> classes = new ConcurrentHashMap<>();

  /**
   * Class files of directories, by binary name, as they were when they were first read: what is
   * made of one class goes by what the others say, and a compiler may write them anew at any time.
   */
  private final Map<String, Image.ImageClass> ofDirectories = new ConcurrentHashMap<>();

  /** Class files that programs have defined at run time, by binary name. */
  private final Map<String, byte[]> adopted = new ConcurrentHashMap<>();

  /** Null until all verdicts are in; empty if none is a veto. */
  private @Nullable String veto;

  SharedClasses(Image image, ApiSurface api, RewrittenCache cache) {
    this.image = image;
    this.api = api;
    this.cache = cache;
    this.rewriter = new StaticsRewriter(this::classFile, Image.REWRITER::rewrite);
    this.generated = new GeneratedClasses(rewriter);
  }

  private byte @Nullable [] classFile(String internalName) {
    String name = internalName.replace('/', '.');
    if (ImageLoader.isElsewhere(name, api)) {
      return null;
    }
    Image.ImageClass found = ofPath(name);
    return found == null ? adopted.get(name) : found.bytes();
  }

  private Image.@Nullable ImageClass ofPath(String name) {
    try {
      return read(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Image.@Nullable ImageClass read(String name) throws IOException {
    if (api.isOwnCopy(name)) {
      return Image.ofHost(name);
    }
    Image.ImageClass known = ofDirectories.get(name);
    Image.ImageClass found = known == null ? image.read(name) : known;
    if (known == null && found != null && image.isInDirectory(found)) {
      Image.ImageClass raced = ofDirectories.putIfAbsent(name, found);
      return raced == null ? found : raced;
    }
    return found;
  }

  /** Whether {@link #veto} answers at once. */
  synchronized boolean isJudged() {
    return veto != null || cache.hasVeto();
  }

  /** Why they cannot be shared: the first class that forbids it; empty if none does. */
  synchronized Optional<String> veto() throws IOException {
    if (veto == null) {
      veto = cache.veto(this::firstVeto);
    }
    return veto.isEmpty() ? Optional.empty() : Optional.of(veto);
  }

  private String firstVeto() {
    try {
      return image.classNames().stream().flatMap(this::vetoOf).findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> vetoOf(String name) {
    return rewriter
        .veto(name.replace('.', '/'))
        .or(() -> tooLong(name))
        .map(why -> "class " + name + ": " + why)
        .stream();
  }

  /** What it is that may be too long is only known when it has been rewritten. */
  private Optional<String> tooLong(String name) {
    Image.ImageClass found = ofPath(name);
    try {
      if (found != null && StaticsRewriter.mayGetTooLong(found.bytes())) {
        rewritten(found.bytes());
        var _ = rewriter.holder(name.replace('.', '/'));
      }
      return Optional.empty();
    } catch (UnreadableClassException e) {
      return Optional.empty(); // the JVM's error says it best
    } catch (MethodTooLargeException e) {
      return Optional.of(
          "method " + e.getMethodName() + " would be longer than the JVM allows, 65535 bytes");
    }
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
    String held = StaticsRewriter.heldBy(name.replace('.', '/')).orElse("").replace('/', '.');
    if (adopted.containsKey(held)) {
      byte[] holder = holder(held);
      return holder == null ? null : new Image.ImageClass(holder, NOWHERE, null);
    }
    Image.ImageClass place = held.isEmpty() ? null : locate(held);
    byte[] holder = place == null ? null : cache.get(name, () -> holder(held));
    if (place != null && holder != null) {
      return place.with(holder);
    }
    Image.ImageClass own = locate(name);
    byte[] done = own == null ? null : cache.get(name, () -> rewritten(name));
    return own == null || done == null ? null : own.with(done);
  }

  private Image.@Nullable ImageClass locate(String name) throws IOException {
    return api.isOwnCopy(name) ? Image.ofHost(name) : image.locate(name);
  }

  private byte @Nullable [] holder(String owner) {
    byte[] holder = rewriter.holder(owner.replace('.', '/'));
    return holder == null ? null : REFLECTION.rewrite(Image.redirected(holder));
  }

  private byte @Nullable [] rewritten(String name) throws IOException {
    Image.ImageClass read = read(name);
    return read == null ? null : rewritten(read.bytes());
  }

  /** Keeps what has been made for later hosts. */
  void save() {
    cache.save();
  }

  private byte[] rewritten(byte[] classFile) {
    try {
      return REFLECTION.rewrite(rewriter.rewrite(classFile));
    } catch (UnreadableClassException e) {
      return classFile; // the JVM's error says it best
    }
  }

  /** What programs define in loaders of their own and as hidden classes. */
  GeneratedClasses generated() {
    return generated;
  }

  /**
   * Takes in a class that a program defines at run time, for all programs.
   *
   * @return a copy
   * @throws LinkageError if they cannot share it
   */
  byte[] adopt(String name, byte[] classFile) {
    byte[] copy = classFile.clone();
    Image.ImageClass ofPath = ofPath(name);
    if (ofPath != null && !Arrays.equals(ofPath.bytes(), copy)) {
      throw cannotShare(name, "the class path has another class of that name");
    }
    String internal = name.replace('.', '/');
    adopted.put(name, copy);
    rewriter.added(internal);
    String why = rewriter.veto(internal).orElse("");
    if (!why.isEmpty()) {
      throw cannotShare(name, why);
    }
    return copy;
  }

  /** What a program defines for all, in the form in which it is defined. */
  byte[] rewrittenDefinition(String name, byte[] classFile) {
    byte[] done;
    try {
      done = rewritten(classFile);
    } catch (MethodTooLargeException e) {
      throw cannotShare(name, String.valueOf(e.getMessage()));
    }
    JdkChanges.require(JdkNeeds.table().of(done));
    return done;
  }

  /** An error for the program that defines such a class; those that start later share nothing. */
  synchronized LinkageError cannotShare(String name, String why) {
    if (veto == null || veto.isEmpty()) {
      veto = "class " + name + ", which a program has defined at run time: " + why;
    }
    return new LinkageError(
        "class "
            + name
            + " cannot be shared with other programs ("
            + why
            + "): start them with --isolation=loader");
  }
}
