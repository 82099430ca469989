package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.rewriter.JdkNeeds;
import dev.metaproc.rewriter.Shim;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Rewrites the classes that loaders of a program's own define: those of a {@code URLClassLoader},
 * or made at run time. They call the shim of the program, so their loader must find it; where it
 * does not, because it asks no parent, they are left as they are.
 */
final class DefinedClasses {
  private static final String SHIM = Shim.NAME.replace('/', '.');
  private static final Map<ClassLoader, Boolean> SEES_SHIM =
      Collections.synchronizedMap(new WeakHashMap<>());

  private DefinedClasses() {}

  /** The class file to define instead; the given one where nothing changes. */
  static byte[] rewrite(ClassLoader loader, byte[] given) {
    Program program = loader instanceof JdkState.Holder ? null : CurrentProgram.get();
    if (program == null) {
      return given;
    }
    program.state().definedClasses().increment();
    if (!seesShim(loader)) {
      return given;
    }
    byte[] redirected = Image.redirected(byAgents(program, loader, given));
    JdkChanges.require(JdkNeeds.table().of(redirected));
    return redirected;
  }

  /** What the agents of the program make of it. */
  private static byte[] byAgents(Program program, ClassLoader loader, byte[] given) {
    ProgramInstrumentation instrumentation =
        program.classLoader() instanceof ProgramLoader own ? own.instrumentation() : null;
    return instrumentation == null
        ? given
        : instrumentation.transformed(loader, Image.nameIn(given), null, null, given);
  }

  private static boolean seesShim(ClassLoader loader) {
    Boolean known = SEES_SHIM.get(loader);
    if (known == null) {
      SEES_SHIM.put(loader, false); // while asked, it may define classes itself
      known = finds(loader);
      SEES_SHIM.put(loader, known);
    }
    return known;
  }

  private static boolean finds(ClassLoader loader) {
    try {
      Class<?> shim = Class.forName(SHIM, false, loader);
      ModuleAccess.readShim(loader, shim.getModule());
      return shim.getClassLoader() instanceof JdkState.Holder;
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return false;
    }
  }
}
