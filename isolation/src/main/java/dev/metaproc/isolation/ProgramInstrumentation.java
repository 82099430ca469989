package dev.metaproc.isolation;

import dev.metaproc.isolation.reclaim.ObjectSizes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of one program are given: it changes the classes of that program, whichever of
 * its loaders defines them, and shows no others. A transformer sees class files as they are on
 * disk; redirections are put in after it. What concerns classes of the JDK is refused.
 *
 * <p>Safe for use by any thread.
 */
final class ProgramInstrumentation implements Instrumentation {
  private final ProgramLoader loader;
  private final List<Transformer> transformers = new CopyOnWriteArrayList<>();

  /** Those on which a transformer runs. */
  private final Set<Thread> transforming = ConcurrentHashMap.newKeySet();

  private volatile @Nullable String refused;

  private record Transformer(ClassFileTransformer transformer, boolean canRetransform) {}

  ProgramInstrumentation(ProgramLoader loader) {
    this.loader = loader;
  }

  /** What an agent asked for that only a whole JVM has; null if nothing. */
  @Nullable String refused() {
    return refused;
  }

  private UnsupportedOperationException refuse(String what) {
    refused = what + ", which all programs of a JVM share: it needs a JVM of its own (--strict)";
    return new UnsupportedOperationException(refused);
  }

  /**
   * The class file that the agents make of one that is about to be defined. What a transformer
   * itself causes to be loaded is not shown to it, as in a JVM of its own: it may be what the
   * transformer needs to run at all.
   *
   * @param of what is redefined; null for a new class
   */
  byte[] transformed(
      ClassLoader definer,
      @Nullable String name,
      @Nullable Class<?> of,
      @Nullable ProtectionDomain domain,
      byte[] given) {
    if (!transforming.add(Thread.currentThread())) {
      return given;
    }
    try {
      return byAll(definer, name, of, domain, given);
    } finally {
      transforming.remove(Thread.currentThread());
    }
  }

  private byte[] byAll(
      ClassLoader definer,
      @Nullable String name,
      @Nullable Class<?> of,
      @Nullable ProtectionDomain domain,
      byte[] given) {
    byte[] bytes = given;
    for (Transformer each : transformers) {
      if (of == null || each.canRetransform) {
        byte[] changed = changed(each.transformer, definer, name, of, domain, bytes);
        bytes = changed == null ? bytes : changed;
      }
    }
    return bytes;
  }

  /** The JVM goes on without one that throws, too. */
  private static byte @Nullable [] changed(
      ClassFileTransformer transformer,
      ClassLoader definer,
      @Nullable String name,
      @Nullable Class<?> of,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      Module module = of == null ? definer.getUnnamedModule() : of.getModule();
      return transformer.transform(module, definer, name, of, domain, bytes);
    } catch (Throwable e) {
      return null;
    }
  }

  @Override
  public void addTransformer(ClassFileTransformer transformer, boolean canRetransform) {
    if (transformer == null) {
      throw new NullPointerException("transformer");
    }
    transformers.add(new Transformer(transformer, canRetransform));
  }

  @Override
  public void addTransformer(ClassFileTransformer transformer) {
    addTransformer(transformer, false);
  }

  @Override
  public boolean removeTransformer(ClassFileTransformer transformer) {
    if (transformer == null) {
      throw new NullPointerException("transformer");
    }
    return transformers.removeIf(each -> each.transformer.equals(transformer));
  }

  @Override
  public boolean isRetransformClassesSupported() {
    return true;
  }

  @Override
  public boolean isRedefineClassesSupported() {
    return true;
  }

  @Override
  public void retransformClasses(Class<?>... classes) throws UnmodifiableClassException {
    for (Class<?> type : classes) {
      checkModifiable(type);
      redefine(type, original(type));
    }
  }

  @Override
  public void redefineClasses(ClassDefinition... definitions) throws UnmodifiableClassException {
    for (ClassDefinition each : definitions) {
      checkModifiable(each.getDefinitionClass());
      redefine(each.getDefinitionClass(), each.getDefinitionClassFile());
    }
  }

  private void checkModifiable(Class<?> type) throws UnmodifiableClassException {
    if (!isModifiableClass(type)) {
      if (ImageLoader.isOfJdk(type)) {
        throw refuse("an agent changes " + type.getName());
      }
      throw new UnmodifiableClassException(type.getName());
    }
  }

  private void redefine(Class<?> type, byte[] bytes) {
    String name = type.getName().replace('.', '/');
    ClassLoader definer = type.getClassLoader();
    byte[] changed = transformed(definer, name, type, type.getProtectionDomain(), bytes);
    try {
      JdkChanges.redefine(type, Image.redirected(changed));
    } catch (IllegalStateException e) {
      throw new UnsupportedOperationException(
          "class redefinition of " + type.getName() + " failed: " + e.getMessage(), e);
    }
  }

  private static byte[] original(Class<?> type) throws UnmodifiableClassException {
    String resource = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new UnmodifiableClassException(type.getName() + " was made at run time");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnmodifiableClassException(type.getName() + ": " + e.getMessage());
    }
  }

  @Override
  public boolean isModifiableClass(Class<?> type) {
    return !type.isArray()
        && !type.isPrimitive()
        && !type.isHidden()
        && type.getClassLoader() != null
        && loader.program() != null
        && loader.isOfProgram(type.getClassLoader());
  }

  @Override
  public Class<?>[] getAllLoadedClasses() {
    return loader.visibleToAgents().toArray(Class<?>[]::new);
  }

  @Override
  public Class<?>[] getInitiatedClasses(@Nullable ClassLoader of) {
    return of == loader ? getAllLoadedClasses() : new Class<?>[0];
  }

  @Override
  public long getObjectSize(Object object) {
    return ObjectSizes.of(object);
  }

  @Override
  public void appendToBootstrapClassLoaderSearch(JarFile jar) {
    appendToSystemClassLoaderSearch(jar);
  }

  @Override
  public void appendToSystemClassLoaderSearch(JarFile jar) {
    loader.append(Path.of(jar.getName()).toAbsolutePath());
  }

  @Override
  public boolean isNativeMethodPrefixSupported() {
    return false;
  }

  @Override
  public void setNativeMethodPrefix(ClassFileTransformer transformer, String prefix) {
    throw refuse("an agent sets a prefix of native methods");
  }

  @Override
  public void redefineModule(
      Module module,
      Set<Module> extraReads,
      Map<String, Set<Module>> extraExports,
      Map<String, Set<Module>> extraOpens,
      Set<Class<?>> extraUses,
      Map<Class<?>, List<Class<?>>> extraProvides) {
    throw refuse("an agent changes module " + module.getName());
  }

  @Override
  public boolean isModifiableModule(Module module) {
    return false;
  }
}
