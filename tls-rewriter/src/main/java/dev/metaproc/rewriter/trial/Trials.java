package dev.metaproc.rewriter.trial;

import dev.metaproc.rewriter.trial.Datum.IntDatum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Runs class initialisers on trial and remembers how it went.
 *
 * <p>A class is pure if its initialiser ran to its end, and so did those of its superclasses and of
 * every class it used. An initialiser that needs one that is under way is impure: its outcome
 * depends on which of them a program happens to need first.
 *
 * <p>Thread-safe; one trial at a time.
 */
public final class Trials {
  private static final int NODES = 400;

  private final Function<String, @Nullable ClassNode> image;
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final Map<String, ClassNode> nodes =
      new LinkedHashMap<>(NODES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClassNode> eldest) {
          return size() > NODES;
        }
      };

  /**
   * What a trial showed.
   *
   * @param impurity the first thing the code did that is not allowed, as a clause; null if pure
   * @param statics the class's statics at the end, by name and descriptor, {@code "COUNT:I"}
   */
  public record Outcome(@Nullable String impurity, Map<String, Datum> statics) {
    /** Says whether it cannot be noticed when the initialiser runs. */
    public boolean isPure() {
      return impurity == null;
    }
  }

  /**
   * @param image the classes of the image by internal name, with their code; null if it is not of
   *     the image
   */
  public Trials(Function<String, @Nullable ClassNode> image) {
    this.image = image;
  }

  /** The trial of a class of the image. */
  public synchronized Outcome of(String name) {
    Outcome known = outcomes.get(name);
    if (known != null) {
      return known;
    }
    if (!underWay.add(name)) {
      return new Outcome("needs " + name + ", which needs it", Map.of());
    }
    try {
      Outcome outcome = run(name, null);
      outcomes.put(name, outcome);
      return outcome;
    } finally {
      underWay.remove(name);
    }
  }

  /**
   * The trial of a part of a class's initialiser.
   *
   * @param part code without arguments that returns nothing
   */
  public synchronized Outcome of(String name, MethodNode part) {
    if (!underWay.add(name)) {
      return new Outcome("needs " + name + ", which needs it", Map.of());
    }
    try {
      return run(name, part);
    } finally {
      underWay.remove(name);
    }
  }

  private Outcome run(String name, @Nullable MethodNode part) {
    Map<String, Datum> statics = new HashMap<>();
    try {
      ClassNode node = node(name);
      if (node == null) {
        throw new Impure("needs " + name + ", which is not of the image");
      }
      requirePureSupers(name, node);
      MethodNode code = part == null ? method(node, "<clinit>", "()V") : part;
      if (code != null) {
        Machine machine = new Machine(this, name);
        machine.operations().calls().useStatics(statics);
        machine.run(name, code, List.of());
      }
      return new Outcome(null, statics);
    } catch (Impure e) {
      return new Outcome(e.what(), statics);
    }
  }

  private void requirePureSupers(String root, ClassNode node) {
    if (node.superName != null) {
      requirePure(root, node.superName);
    }
    if ((node.access & Opcodes.ACC_INTERFACE) == 0) {
      requirePureInterfaces(root, node);
    }
  }

  private void requirePureInterfaces(String root, ClassNode node) {
    for (String name : node.interfaces) {
      ClassNode superInterface = node(name);
      if (superInterface != null) {
        requirePureInterfaces(root, superInterface);
        int not = Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT;
        if (superInterface.methods.stream().anyMatch(m -> (m.access & not) == 0)) {
          requirePure(root, name);
        }
      }
    }
  }

  /**
   * Refuses to go on if it would be noticed that the class is initialised now, while {@code root}
   * is. To initialise a class without an initialiser is to initialise its supers.
   */
  void requirePure(String root, String name) {
    ClassNode node = name.equals(root) || JdkModel.isRun(name) ? null : node(name);
    if (node == null) {
      return; // under way, or of the JDK
    }
    if (method(node, "<clinit>", "()V") == null) {
      requirePureSupers(root, node);
      return;
    }
    Outcome outcome = of(name);
    if (!outcome.isPure()) {
      throw new Impure("needs " + name + ", which " + outcome.impurity());
    }
  }

  /** A class whose code may be run: of the image, or a plain one of the JDK's. */
  @Nullable ClassNode node(String name) {
    ClassNode known = nodes.get(name);
    if (known != null) {
      return known;
    }
    ClassNode node = image.apply(name);
    if (node == null && JdkModel.isRun(name)) {
      node = ofJdk(name);
    }
    if (node != null) {
      nodes.put(name, node);
    }
    return node;
  }

  private static @Nullable ClassNode ofJdk(String name) {
    String resource = name + ".class";
    try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        return null;
      }
      ClassNode node = new ClassNode();
      new ClassReader(in).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable MethodNode method(ClassNode node, String name, String descriptor) {
    for (MethodNode method : node.methods) {
      if (method.name.equals(name) && method.desc.equals(descriptor)) {
        return method;
      }
    }
    return null;
  }

  // --- fields

  private record Found(ClassNode declaring, FieldNode field) {}

  private @Nullable Found find(String owner, String name, String descriptor) {
    ClassNode node = node(owner);
    if (node == null) {
      return null;
    }
    for (FieldNode field : node.fields) {
      if (field.name.equals(name) && field.desc.equals(descriptor)) {
        return new Found(node, field);
      }
    }
    for (String superInterface : node.interfaces) {
      Found found = find(superInterface, name, descriptor);
      if (found != null) {
        return found;
      }
    }
    return node.superName == null ? null : find(node.superName, name, descriptor);
  }

  private Found declared(String owner, String name, String descriptor) {
    Found found = find(owner, name, descriptor);
    if (found == null) {
      throw new Impure("uses " + owner + "." + name);
    }
    return found;
  }

  String fieldKey(String owner, String name, String descriptor) {
    return declared(owner, name, descriptor).declaring.name + "." + name;
  }

  boolean isFinal(String owner, String name, String descriptor) {
    return (declared(owner, name, descriptor).field.access & Opcodes.ACC_FINAL) != 0;
  }

  Datum read(String root, Map<String, Datum> own, String owner, String name, String descriptor) {
    Found found = find(owner, name, descriptor);
    if (found == null) {
      Object constant = JdkModel.constant(owner, name);
      return constant instanceof Class<?> type
          ? new Datum.ClassLiteral(Type.getType(type))
          : Datum.Host.constant(constant);
    }
    boolean isFinal = (found.field.access & Opcodes.ACC_FINAL) != 0;
    if (found.field.value != null && isFinal) {
      return Operations.of(found.field.value);
    }
    String key = name + ":" + descriptor;
    Datum first = initial(found.field);
    if (found.declaring.name.equals(root)) {
      return own.getOrDefault(key, first);
    }
    if (!isFinal) {
      throw new Impure("reads " + found.declaring.name + "." + name + ", which may change");
    }
    requirePure(root, found.declaring.name);
    Outcome outcome = of(found.declaring.name);
    if (!outcome.isPure()) {
      throw new Impure("needs " + found.declaring.name + ", which " + outcome.impurity());
    }
    Datum value = outcome.statics().getOrDefault(key, first);
    boolean isCompilers = name.startsWith("$SwitchMap$");
    return value instanceof Datum.ArrayDatum array && isCompilers
        ? new Datum.ArrayDatum(array.component, root, array.elements.clone())
        : value;
  }

  private static Datum initial(FieldNode field) {
    return field.value == null
        ? Operations.zero(Type.getType(field.desc))
        : Operations.of(field.value);
  }

  void write(
      String root,
      Map<String, Datum> own,
      String owner,
      String name,
      String descriptor,
      Datum value) {
    Found found = declared(owner, name, descriptor);
    if (!found.declaring.name.equals(root)) {
      throw new Impure("assigns " + found.declaring.name + "." + name);
    }
    own.put(name + ":" + descriptor, value);
  }

  static IntDatum of(boolean value) {
    return new IntDatum(value ? 1 : 0);
  }
}
