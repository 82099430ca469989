package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.Redirections;
import dev.metaproc.rewriter.Rewriter;
import dev.metaproc.rewriter.Shim;
import dev.metaproc.rewriter.UnreadableClassException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.util.CheckClassAdapter;

/** The classes of a jar or module, rewritten, with everything that is wrong with them. */
final class RewrittenImage {
  private final Map<String, byte[]> originals;
  private final StaticsRewriter statics;
  private final Map<String, byte[]> rewritten = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
  private final Map<String, String> vetoes = new TreeMap<>();
  private int changed;

  /** With the redirections of the JDK, as a host does it. */
  static RewrittenImage redirected(Map<String, byte[]> originals) {
    return new RewrittenImage(originals, new Rewriter(Redirections.jdk())::rewrite);
  }

  /** Without them, to be run here. */
  static RewrittenImage plain(Map<String, byte[]> originals) {
    return new RewrittenImage(originals, node -> false);
  }

  private RewrittenImage(Map<String, byte[]> originals, Predicate<ClassNode> jdk) {
    this.originals = originals;
    this.statics = new StaticsRewriter(originals::get, jdk);
    for (Map.Entry<String, byte[]> entry : originals.entrySet()) {
      try {
        add(entry.getKey(), entry.getValue());
      } catch (UnreadableClassException e) {
        continue; // handed to the JVM as it is
      } catch (RuntimeException e) {
        problems.add(entry.getKey() + ": " + trace(e));
      }
    }
  }

  private void add(String name, byte[] original) {
    if (!new ClassReader(original).getClassName().equals(name)) {
      return; // META-INF/versions and the like
    }
    Verdict verdict = statics.verdict(name);
    counts.merge(verdict.kind(), 1, Integer::sum);
    if (verdict.isVeto()) {
      vetoes.put(name, verdict.reason());
      rewritten.put(name, original);
      return;
    }
    byte[] result = statics.rewrite(original);
    if (!Arrays.equals(result, original)) {
      changed++;
      check(name, result);
      InitializerParts.of(result).forEach(what -> problems.add(name + ": " + what));
    }
    rewritten.put(name, result);
    byte[] holder = statics.holder(name);
    if (holder != null) {
      check(name, holder);
      rewritten.put(StaticsRewriter.holderName(name), holder);
    }
  }

  private void check(String name, byte[] classFile) {
    String problem = problem(classFile);
    byte[] original = originals.get(name);
    if (problem != null && (original == null || problem(original) == null)) {
      problems.add(name + ": " + problem);
    }
  }

  private static @Nullable String problem(byte[] classFile) {
    try {
      CheckClassAdapter check = new CheckClassAdapter(new ClassWriter(0), true);
      new ClassReader(classFile).accept(check, 0);
      return null;
    } catch (RuntimeException e) {
      return trace(e);
    }
  }

  /** Lets the JVM define, verify and link every class; what it refuses is a problem. */
  void link() {
    Loader loader = new Loader(rewritten);
    for (String name : rewritten.keySet()) {
      try {
        link(name, loader);
      } catch (NoClassDefFoundError | ClassNotFoundException | SecurityException e) {
        continue; // what it needs is not here
      } catch (LinkageError | RuntimeException e) {
        if (links(name)) {
          problems.add(name + ": " + e);
        }
      }
    }
  }

  /** Says whether the JVM accepts the original class. */
  private boolean links(String name) {
    byte[] original = originals.get(name);
    if (original == null) {
      return true;
    }
    try {
      link(name, new Loader(originals));
      return true;
    } catch (LinkageError | ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }

  /** Asking for its members links a class without initialising it. */
  private static int link(String name, Loader loader) throws ClassNotFoundException {
    Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
    return type.getDeclaredConstructors().length;
  }

  Loader loader() {
    return new Loader(rewritten);
  }

  List<String> problems() {
    return problems;
  }

  int changed() {
    return changed;
  }

  Map<Verdict.Kind, Integer> counts() {
    return counts;
  }

  Map<String, String> vetoes() {
    return vetoes;
  }

  StaticsRewriter statics() {
    return statics;
  }

  private static String trace(Throwable e) {
    StringWriter out = new StringWriter();
    e.printStackTrace(new PrintWriter(out));
    return out.toString().lines().limit(12).reduce("", (a, b) -> a + "\n" + b);
  }

  /** Defines the classes of the image; the runtime's stand-in comes from the test. */
  static final class Loader extends ClassLoader {
    private static final byte[] SHIM = Shim.generate(Redirections.jdk());
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(ClassLoader.getPlatformClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && classes.containsKey(name.replace('.', '/'))) {
          loaded = findClass(name);
        }
        return loaded != null ? loaded : super.loadClass(name, resolve);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("dev.metaproc.isolation.")) {
        return RewrittenImage.class.getClassLoader().loadClass(name);
      }
      byte @Nullable [] bytes =
          name.equals(Shim.NAME.replace('/', '.')) ? SHIM : classes.get(name.replace('.', '/'));
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
