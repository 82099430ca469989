package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.UnreadableClassException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * The classes of an image as a hierarchy. What is not of the image (the JDK's, the host's, missing)
 * is where a walk ends: it has no statics that are ours. Thread-safe.
 */
final class Hierarchy {
  private final ClassFiles files;
  private final Map<String, Optional<ClassInfo>> known;
  private final Predicate<String> isSeen;

  Hierarchy(ClassFiles files) {
    this(files, new ConcurrentHashMap<>(), name -> true);
  }

  private Hierarchy(
      ClassFiles files, Map<String, Optional<ClassInfo>> known, Predicate<String> isSeen) {
    this.files = files;
    this.known = known;
    this.isSeen = isSeen;
  }

  /**
   * The same without the classes for which {@code isSeen} is false.
   *
   * @param isSeen asked about internal names of classes of the image, once for each
   */
  Hierarchy seenBy(Predicate<String> isSeen) {
    Map<String, Boolean> answers = new ConcurrentHashMap<>();
    return new Hierarchy(
        files,
        known,
        name -> {
          Boolean answer = answers.get(name);
          if (answer == null) {
            answer = isSeen.test(name);
            answers.put(name, answer);
          }
          return answer;
        });
  }

  /** The class of that internal name, or null if it is not of the image or cannot be read. */
  @Nullable ClassInfo find(@Nullable String name) {
    if (name == null || name.startsWith("[")) {
      return null;
    }
    Optional<ClassInfo> info = known.get(name);
    if (info == null) {
      info = read(name);
      known.put(name, info);
    }
    return info.isPresent() && isSeen.test(name) ? info.get() : null;
  }

  /** Forgets that the class was missing. */
  void added(String name) {
    known.remove(name, Optional.<ClassInfo>empty());
  }

  private Optional<ClassInfo> read(String name) {
    byte[] classFile = files.find(name);
    if (classFile == null) {
      return Optional.empty();
    }
    try {
      ClassInfo info = ClassInfo.read(classFile);
      return info.name().equals(name) ? Optional.of(info) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty(); // the JVM's error will say it best
    }
  }

  /** The class with its code, as it is in the image. */
  @Nullable ClassNode node(String name) {
    byte[] classFile = isSeen.test(name) ? files.find(name) : null;
    return classFile == null ? null : node(classFile, 0);
  }

  /**
   * @throws UnreadableClassException if the bytes are no class file this version can read
   */
  static ClassNode node(byte[] classFile, int flags) {
    try {
      ClassNode node = new ClassNode();
      new ClassReader(classFile).accept(node, flags);
      return node;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnreadableClassException(e);
    }
  }

  /** The class of the image that declares the field a use site names (JVMS 5.4.3.2). */
  @Nullable ClassInfo declaring(String owner, MemberKey field) {
    ClassInfo info = find(owner);
    if (info == null || info.fields().containsKey(field)) {
      return info;
    }
    for (String superInterface : info.interfaces()) {
      ClassInfo found = declaring(superInterface, field);
      if (found != null) {
        return found;
      }
    }
    return info.superName() == null ? null : declaring(info.superName(), field);
  }

  /** Superclasses that are of the image, nearest first. */
  List<ClassInfo> superclasses(ClassInfo info) {
    List<ClassInfo> found = new ArrayList<>();
    for (ClassInfo s = find(info.superName()); s != null; s = find(s.superName())) {
      found.add(s);
    }
    return found;
  }

  /** The interfaces that are initialised before the class is, in the order of JVMS 5.5 step 7. */
  Set<ClassInfo> interfacesInitializedBefore(ClassInfo info) {
    Set<ClassInfo> found = new LinkedHashSet<>();
    if (!info.isInterface()) {
      addInterfaces(info, found);
    }
    return found;
  }

  /** The same for a class that implements that interface alone. */
  Set<ClassInfo> initializedByImplementing(String superInterface) {
    Set<ClassInfo> found = new LinkedHashSet<>();
    addInterface(superInterface, found);
    return found;
  }

  private void addInterfaces(ClassInfo info, Set<ClassInfo> found) {
    info.interfaces().forEach(name -> addInterface(name, found));
  }

  private void addInterface(String name, Set<ClassInfo> found) {
    ClassInfo superInterface = find(name);
    if (superInterface != null) {
      addInterfaces(superInterface, found);
      if (superInterface.isInterfaceWithDefaults()) {
        found.add(superInterface);
      }
    }
  }

  /** Says whether objects of that class are constants of an enum of the image. */
  boolean isEnumConstant(String name) {
    ClassInfo info = find(name);
    return info != null && isSubclass(info, "java/lang/Enum");
  }

  boolean isSubclass(@Nullable ClassInfo info, String ofName) {
    for (ClassInfo c = info; c != null; c = find(c.superName())) {
      if (c.name().equals(ofName) || ofName.equals(c.superName())) {
        return true;
      }
    }
    return false;
  }
}
