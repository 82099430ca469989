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
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the classes that programs define themselves: in loaders of their own, such as a {@code
 * URLClassLoader}, as hidden classes, or into the loader of their class path. They call the shim of
 * the program; a loader that does not find it, because it asks no parent, is lent one of its own.
 */
final class DefinedClasses implements Definitions {
  static final DefinedClasses INSTANCE = new DefinedClasses();

  private static final String SHIM = Shim.NAME.replace('/', '.');
  private static final List<Class<?>> HOOKS =
      List.of(Reflection.class, Statics.class, LoopPoll.class);
  private static final Map<ClassLoader, Sight> SIGHTS =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** What a loader finds: nothing of the host's, a shim, or also what reflective calls become. */
  private enum Sight {
    NOTHING,
    SHIM,
    ALL
  }

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
    byte[] agreed = sight(loader) == Sight.NOTHING ? given : byAgents(program, loader, given);
    return INSTANCE.rewritten(program.state(), loader, agreed);
  }

  @Override
  public byte[] rewritten(JdkState state, ClassLoader loader, byte[] given) {
    Sight sight = sight(loader);
    byte[] result = given;
    if (sight != Sight.NOTHING) {
      result = Image.redirected(given);
      JdkChanges.require(JdkNeeds.table().of(result));
    }
    ProgramStatics statics = state.statics();
    return statics != null && statics.domain() instanceof SharedLoader shared
        ? shared.generated(result, loader, sight == Sight.ALL)
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

  private static Sight sight(ClassLoader loader) {
    Sight known = SIGHTS.get(loader);
    if (known == null) {
      SIGHTS.put(loader, Sight.NOTHING); // while asked, it may define classes itself
      known = found(loader);
      SIGHTS.put(loader, known);
    }
    return known;
  }

  private static Sight found(ClassLoader loader) {
    try {
      Class<?> shim = Class.forName(SHIM, false, loader);
      ClassLoader owner = shim.getClassLoader();
      boolean lent = LentShims.isLent(owner);
      if (lent || owner instanceof JdkState.Holder) {
        ModuleAccess.readShim(loader, shim.getModule());
        return lent || !findsHooks(loader) ? Sight.SHIM : Sight.ALL;
      }
      return Sight.NOTHING;
    } catch (ClassNotFoundException e) {
      return !isHosts(loader) && LentShims.lend(loader) ? Sight.SHIM : Sight.NOTHING;
    } catch (LinkageError | RuntimeException e) {
      return Sight.NOTHING;
    }
  }

  /** A loader may give us what it does not give its classes. */
  private static boolean findsHooks(ClassLoader loader) {
    try {
      for (Class<?> hook : HOOKS) {
        if (Class.forName(hook.getName(), false, loader) != hook) {
          return false;
        }
      }
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** A loader of the JDK or of the host, which may define classes on a program's thread. */
  private static boolean isHosts(ClassLoader loader) {
    ClassLoader host = DefinedClasses.class.getClassLoader();
    return isAbove(loader, host)
        || isAbove(host, loader)
        || isAbove(host, loader.getClass().getClassLoader());
  }

  private static boolean isAbove(@Nullable ClassLoader above, @Nullable ClassLoader loader) {
    ClassLoader each = loader;
    while (each != null && !each.equals(above)) {
      each = each.getParent();
    }
    return each != null;
  }
}
