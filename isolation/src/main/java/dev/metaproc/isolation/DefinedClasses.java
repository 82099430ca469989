package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.Definitions;
import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.LoopPoll;
import dev.metaproc.isolation.shared.ProgramStatics;
import dev.metaproc.isolation.shared.Reflection;
import dev.metaproc.isolation.shared.Statics;
import dev.metaproc.rewriter.JdkNeeds;
import dev.metaproc.rewriter.Shim;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Rewrites the classes that programs define themselves: in loaders of their own, such as a {@code
 * URLClassLoader}, as hidden classes, or into the loader of their class path. They call the shim of
 * the program, so their loader must find it; where it does not, because it asks no parent, the JDK
 * is not redirected in them.
 */
final class DefinedClasses implements Definitions {
  static final DefinedClasses INSTANCE = new DefinedClasses();

  private static final String SHIM = Shim.NAME.replace('/', '.');
  private static final List<Class<?>> HOOKS =
      List.of(Reflection.class, Statics.class, LoopPoll.class);
  private static final Map<ClassLoader, Boolean> SEES_SHIM =
      Collections.synchronizedMap(new WeakHashMap<>());

  private DefinedClasses() {}

  /** The class file to define instead; the given one where nothing changes. */
  static byte[] rewrite(ClassLoader loader, byte[] given) {
    if (loader instanceof ImageLoader image && image.isDefining(given)) {
      return given;
    }
    Program program = CurrentProgram.get();
    if (program == null) {
      return given;
    }
    program.state().definedClasses().increment();
    if (loader instanceof SharedLoader shared) {
      return shared.adopted(given);
    }
    byte[] agreed = seesShim(loader) ? byAgents(program, loader, given) : given;
    return INSTANCE.rewritten(program.state(), loader, agreed);
  }

  @Override
  public byte[] rewritten(JdkState state, ClassLoader loader, byte[] given) {
    boolean seesShim = seesShim(loader);
    byte[] result = seesShim ? Image.redirected(given) : given;
    if (seesShim) {
      JdkChanges.require(JdkNeeds.table().of(result));
    }
    ProgramStatics statics = state.statics();
    return statics != null && statics.domain() instanceof SharedLoader shared
        ? shared.generated(result, loader, seesShim)
        : result;
  }

  @Override
  public Class<?> define(JdkState state, ClassLoader loader, byte[] classFile, Definer how)
      throws IllegalAccessException {
    return loader instanceof SharedLoader shared
        ? shared.define(classFile, how)
        : how.define(rewritten(state, loader, classFile));
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
      for (Class<?> hook : HOOKS) { // a loader may give us what it does not give its classes
        if (Class.forName(hook.getName(), false, loader) != hook) {
          return false;
        }
      }
      ModuleAccess.readShim(loader, shim.getModule());
      return shim.getClassLoader() instanceof JdkState.Holder;
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return false;
    }
  }
}
