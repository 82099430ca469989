package dev.metaproc.isolation;

import dev.metaproc.rewriter.JdkClass;
import dev.metaproc.rewriter.JdkNeeds;
import dev.metaproc.rewriter.Redirections;
import dev.metaproc.rewriter.Rewriter;
import dev.metaproc.rewriter.Shim;
import dev.metaproc.rewriter.UnreadableClassException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.ref.SoftReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class path opened once for all programs that run from it: each class is read and rewritten the
 * first time any of them asks for it. Thread-safe.
 */
final class Image implements AutoCloseable {
  private static final Redirections TABLE = Redirections.jdk();
  static final Rewriter REWRITER = new Rewriter(TABLE);
  private static final byte[] SHIM = Shim.generate(TABLE);
  private static final byte[] SHARED_SHIM = Shim.generateShared(TABLE);

  private static final byte[] NO_BYTES = {};

  private final List<Element> elements;
  private final Map<String, ImageClass> classes = new ConcurrentHashMap<>();

  private final List<String> skipped;
  private final @Nullable Path cache;

  /**
   * Soft: what programs share stays for the next one, but not where memory is short or the class
   * path has not been used for long.
   */
  private final Map<SharedOptions, SoftReference<SharedLoader>> shared = new ConcurrentHashMap<>();

  private @Nullable SharedClasses sharedClasses;
  private volatile boolean hasRun;

  private Image(List<Element> elements, List<String> skipped, @Nullable Path cache) {
    this.elements = elements;
    this.cache = cache;
    this.skipped = skipped;
  }

  /** An entry and what its classes' protection domains and packages are made from. */
  private record Element(ClassPathEntry entry, CodeSource source, @Nullable Manifest manifest) {}

  /**
   * A class file and where it comes from.
   *
   * @param bytes the class file; never changed
   * @param manifest of the jar it comes from, for {@code Package} attributes
   * @param needs classes of the JDK that must be changed before it runs
   */
  @SuppressWarnings("ArrayRecordComponent") // shared, never written, never compared
  record ImageClass(byte[] bytes, CodeSource source, @Nullable Manifest manifest, Needs needs) {
    ImageClass(byte[] bytes, CodeSource source, @Nullable Manifest manifest) {
      this(bytes, source, manifest, new Needs(bytes));
    }

    /** Another class file from the same place. */
    ImageClass with(byte[] other) {
      return new ImageClass(other, source, manifest);
    }
  }

  /**
   * Opens a class path. Elements that do not exist or are no readable jars are skipped, as {@code
   * java} skips them; {@link #skipped} tells why.
   *
   * @param cache directory that keeps what is made of classes for later hosts, or null
   */
  static Image open(List<Path> classPath, @Nullable Path cache) {
    Map<Path, Element> opened = new LinkedHashMap<>();
    List<String> skipped = new ArrayList<>();
    for (Path path : classPath) {
      try {
        add(path, opened);
      } catch (ProgramException e) {
        skipped.add(String.valueOf(e.getMessage()));
      }
    }
    return new Image(List.copyOf(opened.values()), List.copyOf(skipped), cache);
  }

  @Override
  public String toString() {
    return elements.stream()
        .map(element -> element.entry.path().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** One line for each element that exists and could not be read. */
  List<String> skipped() {
    return skipped;
  }

  private static void add(Path path, Map<Path, Element> opened) throws ProgramException {
    Path absolute = path.toAbsolutePath().normalize();
    if (opened.containsKey(absolute) || !Files.exists(absolute)) {
      return;
    }
    ClassPathEntry entry = ClassPathEntry.open(absolute);
    try {
      Manifest manifest = entry.manifest();
      CodeSource source = new CodeSource(absolute.toUri().toURL(), (Certificate[]) null);
      opened.put(absolute, new Element(entry, source, manifest));
      if (entry instanceof ClassPathEntry.Jar && manifest != null) {
        for (Path more : classPathOf(absolute, manifest)) {
          add(more, opened);
        }
      }
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw ProgramException.notRunnable(
          absolute + " has an unreadable manifest (" + e.getMessage() + "): rebuild it", e);
    }
  }

  private static List<Path> classPathOf(Path jar, Manifest manifest) {
    String value = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    List<Path> paths = new ArrayList<>();
    if (value == null) {
      return paths;
    }
    for (String relative : value.trim().split("\\s+")) {
      try {
        URI uri = jar.toUri().resolve(new URI(relative));
        if ("file".equals(uri.getScheme())) {
          paths.add(Path.of(uri));
        }
      } catch (URISyntaxException | IllegalArgumentException e) {
        continue; // java skips what it cannot resolve, too
      }
    }
    return paths;
  }

  /** Has a program run from it? */
  boolean hasRun() {
    return hasRun;
  }

  void markRun() {
    hasRun = true;
  }

  /** Its classes in the form that programs can share. */
  synchronized SharedClasses sharedClasses(ApiSurface api) {
    if (sharedClasses == null) {
      List<Path> paths = elements.stream().map(element -> element.entry.path()).toList();
      sharedClasses = new SharedClasses(this, api, RewrittenCache.open(cache, paths, api));
    }
    return sharedClasses;
  }

  /** Whether it is known already if programs can share its classes. */
  boolean isJudged(ApiSurface api) {
    return sharedClasses(api).isJudged();
  }

  /**
   * Makes of the classes that programs have loaded so far what later ones share, so that these need
   * not wait for it. Stops where a class cannot be read.
   */
  void prepareSharing(ApiSurface api) {
    SharedClasses made = sharedClasses(api);
    try {
      if (made.veto().isEmpty()) {
        for (String name : classes.keySet()) {
          var _ = made.find(name);
        }
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return; // the host has closed it, or the program that needs the class says so
    }
  }

  /** Keeps what has been made of its classes for later hosts. */
  void save() {
    SharedClasses made;
    synchronized (this) {
      made = sharedClasses;
    }
    if (made != null) {
      made.save();
    }
  }

  /** The loader of the programs that share its classes under these options, if there is one. */
  @Nullable SharedLoader sharedLoader(SharedOptions options) {
    SoftReference<SharedLoader> known = shared.get(options);
    return known == null ? null : known.get();
  }

  /** Makes {@code loader} that loader, unless another thread was faster; gives the one to use. */
  SharedLoader share(SharedOptions options, SharedLoader loader) {
    SharedLoader[] used = {loader};
    shared.compute(
        options,
        (key, known) -> {
          SharedLoader first = known == null ? null : known.get();
          used[0] = first == null ? loader : first;
          return first == null ? new SoftReference<>(loader) : known;
        });
    return used[0];
  }

  /** Lets go of what programs would share: its class path has changed. Running ones keep theirs. */
  void retire() {
    shared.clear();
    classes.clear();
  }

  /** What {@code JdkNeeds} says of a class file, found out when a loader first defines it. */
  static final class Needs {
    private final byte[] classFile;
    private volatile @Nullable Set<JdkClass> found;

    Needs(byte[] classFile) {
      this.classFile = classFile;
    }

    Set<JdkClass> get() {
      Set<JdkClass> known = found;
      if (known == null) {
        known = JdkNeeds.table().of(classFile);
        found = known;
      }
      return known;
    }
  }

  /** The class file of the shim that rewritten classes call. */
  static byte[] shim() {
    return SHIM;
  }

  /** The same for classes that programs share. */
  static byte[] sharedShim() {
    return SHARED_SHIM;
  }

  /** The class of that binary name for a loader of one program, or null if there is none. */
  @Nullable ImageClass find(String className) throws IOException {
    ImageClass known = classes.get(className);
    return known != null ? known : keep(className, read(className));
  }

  /** A class of the host's own class path, of which the program gets a copy. */
  ImageClass copyOf(String className) throws IOException {
    ImageClass known = classes.get(className);
    if (known != null) {
      return known;
    }
    ImageClass read = ofHost(className);
    return Objects.requireNonNull(keep(className, read));
  }

  private @Nullable ImageClass keep(String className, @Nullable ImageClass read) {
    if (read == null) {
      return null;
    }
    ImageClass made = read.with(redirected(read.bytes));
    ImageClass raced = classes.putIfAbsent(className, made);
    return raced == null ? made : raced;
  }

  /** The class as the class path has it, or null if it has none. */
  @Nullable ImageClass read(String className) throws IOException {
    String resource = className.replace('.', '/') + ".class";
    for (Element element : elements) {
      byte[] bytes = element.entry.read(resource);
      if (bytes != null) {
        return new ImageClass(bytes, element.source, element.manifest);
      }
    }
    return null;
  }

  /** Whether {@link #read} got it from a directory, whose files change under a running program. */
  boolean isInDirectory(ImageClass read) {
    return elements.stream()
        .filter(element -> element.source.equals(read.source))
        .anyMatch(element -> element.entry instanceof ClassPathEntry.Directory);
  }

  /** Where the class path has the class, without its bytes; null if it has none. */
  @Nullable ImageClass locate(String className) {
    String resource = className.replace('.', '/') + ".class";
    for (Element element : elements) {
      if (element.entry.has(resource)) {
        return new ImageClass(NO_BYTES, element.source, element.manifest);
      }
    }
    return null;
  }

  /** A class as the host's own class path has it. */
  static ImageClass ofHost(String className) throws IOException {
    String resource = className.replace('.', '/') + ".class";
    try (InputStream in = Image.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing from the host's class path");
      }
      CodeSource source = new CodeSource(null, (Certificate[]) null);
      return new ImageClass(in.readAllBytes(), source, null);
    }
  }

  /** Binary names of all classes, in class-path order. */
  List<String> classNames() throws IOException {
    List<String> names = new ArrayList<>();
    for (Element element : elements) {
      element.entry.classNames().forEach(names::add);
    }
    return names;
  }

  /** What cannot be read is handed to the JVM as it is, whose error says it best. */
  static byte[] redirected(byte[] classFile) {
    try {
      return REWRITER.rewrite(classFile);
    } catch (UnreadableClassException e) {
      return classFile;
    }
  }

  /** The internal name a class file gives; null where it cannot be read. */
  static @Nullable String nameIn(byte[] classFile) {
    try {
      return ClassFile.of().parse(classFile).thisClass().asInternalName();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** URLs of every resource of that name, in class-path order. */
  List<URL> resources(String name) {
    List<URL> found = new ArrayList<>();
    for (Element element : elements) {
      URL url = element.entry.find(name);
      if (url != null) {
        found.add(url);
      }
    }
    return found;
  }

  @Nullable URL resource(String name) {
    for (Element element : elements) {
      URL url = element.entry.find(name);
      if (url != null) {
        return url;
      }
    }
    return null;
  }

  /** Main attributes of the first element's manifest, or null if it has none. */
  @Nullable Attributes mainAttributes() {
    Manifest manifest = elements.isEmpty() ? null : elements.getFirst().manifest;
    return manifest == null ? null : manifest.getMainAttributes();
  }

  @Override
  public void close() throws IOException {
    for (Element element : elements) {
      element.entry.close();
    }
  }
}
