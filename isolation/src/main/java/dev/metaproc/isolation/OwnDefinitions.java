package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.Definitions;
import dev.metaproc.isolation.shared.ProgramStatics;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Classes that programs define at run time into the loader they share. The first definition makes
 * the class, with statics per program like any other; programs that define the same bytes later get
 * that class, and those that have not do not find it. Thread-safe.
 */
final class OwnDefinitions {
  private final Map<String, Definition> byName = new ConcurrentHashMap<>();
  private final SharedClasses classes;

  OwnDefinitions(SharedClasses classes) {
    this.classes = classes;
  }

  @SuppressWarnings("ArrayRecordComponent") // a copy that is never written
  private record Definition(byte[] classFile, Set<ProgramStatics> by) {
    Definition(byte[] classFile) {
      this(classFile, Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>())));
    }
  }

  /** Says whether a program may find a class: it is of the class path, or it has defined it. */
  boolean mayFind(String name, Supplier<ProgramStatics> program) {
    Definition known = byName.isEmpty() ? null : byName.get(name);
    return known == null || known.by.contains(program.get());
  }

  /**
   * Defines it, or gives the class another program has made of the same bytes. The caller holds the
   * lock of that name.
   */
  Class<?> define(
      ProgramStatics program,
      String name,
      byte[] classFile,
      @Nullable Class<?> loaded,
      Definitions.Definer how)
      throws IllegalAccessException {
    Definition known = byName.get(name);
    if (known != null
        && loaded != null
        && Arrays.equals(known.classFile, classFile)
        && known.by.add(program)) {
      return loaded;
    }
    boolean done = false;
    try {
      Class<?> defined = how.define(adopted(program, name, classFile));
      done = true;
      return defined;
    } finally {
      if (!done && known == null) {
        byName.remove(name);
      }
    }
  }

  /**
   * The form in which a program's class is defined for all of them.
   *
   * @throws LinkageError if programs would have different classes of that name
   */
  byte[] adopted(ProgramStatics program, String name, byte[] classFile) {
    Definition known =
        byName.computeIfAbsent(name, key -> new Definition(classes.adopt(key, classFile)));
    if (!Arrays.equals(known.classFile, classFile)) {
      throw classes.cannotShare(name, "another program has defined a different class of that name");
    }
    known.by.add(program);
    return classes.rewrittenDefinition(name, known.classFile);
  }
}
