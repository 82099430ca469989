package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.shared.JdkModules;
import dev.metaproc.rewriter.Shim;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A class loader of an image. In this order a class is: the JDK's (any package of {@link
 * JdkModules}), the host's public API, the image's own. Nothing else of the host is visible.
 *
 * <p>Locking contract: parallel capable; one lock per class name, held while that class is defined
 * and never while another loader is asked for a different one of ours.
 */
abstract class ImageLoader extends ClassLoader {
  private static final Set<String> JDK_PACKAGES = JdkModules.packages();
  static final String SHIM = Shim.NAME.replace('/', '.');

  static {
    registerAsParallelCapable();
  }

  private final String title;
  private final Image image;
  private final ApiSurface api;
  private final ClassLoader host;
  private final LongAdder definedClasses = new LongAdder();
  private final Set<Object> defining =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final Map<CodeSource, ProtectionDomain> domains = new ConcurrentHashMap<>();

  ImageLoader(String title, Image image, ApiSurface api) {
    super(getPlatformClassLoader());
    this.title = title;
    this.image = image;
    this.api = api;
    this.host = ImageLoader.class.getClassLoader();
    ModuleAccess.offerServicesOf(ModuleLayer.boot(), this);
  }

  /** Must be called before any class is initialised for that program. */
  abstract void bind(JdkState state, Program program);

  /** The class that redirected calls name. */
  abstract byte[] shim();

  /** The class as this loader defines it, or null if the image has none of that binary name. */
  abstract Image.@Nullable ImageClass find(String name) throws IOException;

  /**
   * What the loader of a class path is called in any JVM. The name given to the super constructor
   * would show in every stack trace.
   */
  @Override
  public String getName() {
    return "app";
  }

  @Override
  public String toString() {
    return "loader of " + title;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = isElsewhere(name, api) ? host.loadClass(name) : findClass(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  /**
   * Is the class the JDK's or the host's? The host's loader is the JVM's application loader, which
   * knows the modules of the JDK.
   */
  static boolean isElsewhere(String name, ApiSurface api) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 && JDK_PACKAGES.contains(name.substring(0, dot)))
        || (api.shares(name) && !api.isOwnCopy(name));
  }

  static boolean isOfJdk(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element.isPrimitive() || JDK_PACKAGES.contains(element.getPackageName());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.equals(SHIM)) {
      return define(name, shim(), null);
    }
    Image.ImageClass found;
    try {
      found = find(name);
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " (" + title + ")", e);
    }
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    JdkChanges.require(found.needs().get());
    definePackageOf(name, found);
    Class<?> defined = define(name, found.bytes(), domain(found.source()));
    defined(defined);
    return defined;
  }

  /** The name's lock is held, so that no other thread defines the same bytes. */
  private Class<?> define(String name, byte[] bytes, @Nullable ProtectionDomain domain) {
    defining.add(bytes);
    try {
      return defineClass(name, bytes, 0, bytes.length, domain);
    } finally {
      defining.remove(bytes);
    }
  }

  /** Is that the class file it has made itself? Others it is given to define are a program's. */
  boolean isDefining(byte[] classFile) {
    return defining.contains(classFile);
  }

  /** Told of every class of the image when it is defined. */
  void defined(Class<?> type) {
    definedClasses.increment();
  }

  /** How many classes of the image it has defined. */
  public int definedClasses() {
    return definedClasses.intValue();
  }

  ProtectionDomain domain(CodeSource source) {
    return domains.computeIfAbsent(source, key -> new ProtectionDomain(key, null, this, null));
  }

  private void definePackageOf(String className, Image.ImageClass found) {
    int dot = className.lastIndexOf('.');
    Manifest manifest = found.manifest();
    if (dot < 0 || manifest == null || getDefinedPackage(className.substring(0, dot)) != null) {
      return;
    }
    String name = className.substring(0, dot);
    Attributes main = manifest.getMainAttributes();
    Attributes own = manifest.getAttributes(name.replace('.', '/') + '/');
    try {
      definePackage(
          name,
          attribute(own, main, Attributes.Name.SPECIFICATION_TITLE),
          attribute(own, main, Attributes.Name.SPECIFICATION_VERSION),
          attribute(own, main, Attributes.Name.SPECIFICATION_VENDOR),
          attribute(own, main, Attributes.Name.IMPLEMENTATION_TITLE),
          attribute(own, main, Attributes.Name.IMPLEMENTATION_VERSION),
          attribute(own, main, Attributes.Name.IMPLEMENTATION_VENDOR),
          null);
    } catch (IllegalArgumentException e) {
      return; // another thread defined it first
    }
  }

  private static @Nullable String attribute(
      @Nullable Attributes own, Attributes main, Attributes.Name name) {
    String value = own == null ? null : own.getValue(name);
    return value == null ? main.getValue(name) : value;
  }

  /** A class of a named module; the image knows which of its elements has it. */
  @Override
  protected @Nullable Class<?> findClass(@Nullable String module, String name) {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  protected @Nullable URL findResource(@Nullable String module, String name) {
    return findResource(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return image.resource(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    return Collections.enumeration(image.resources(name));
  }
}
