package dev.metaproc.isolation;

import dev.metaproc.rewriter.LentShim;
import dev.metaproc.rewriter.Redirections;
import dev.metaproc.rewriter.Shim;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shims for loaders that ask no parent for their classes and so do not find their program's. The
 * JVM finds a class that a loader has defined without asking the loader. Thread-safe.
 */
final class LentShims {
  private static final String SHIM = Shim.NAME.replace('/', '.');

  /** The loader of the program; weak, since what that program holds may hold the key. */
  private static final Map<ClassLoader, WeakReference<ClassLoader>> LENDERS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private LentShims() {}

  /** Made for the first loader that needs it. */
  private static final class ClassFile {
    static final byte[] BYTES = LentShim.generate(Redirections.jdk());
  }

  /** Defines one that calls the shim of this thread's program; false where that cannot be done. */
  static boolean lend(ClassLoader to) {
    Program program = CurrentProgram.get();
    if (program == null) {
      return false;
    }
    byte[] shim = ClassFile.BYTES;
    LENDERS.put(to, new WeakReference<>(program.classLoader()));
    try {
      Method define =
          ClassLoader.class.getDeclaredMethod(
              "defineClass1",
              ClassLoader.class,
              String.class,
              byte[].class,
              int.class,
              int.class,
              ProtectionDomain.class,
              String.class);
      define.setAccessible(true);
      define.invoke(null, to, SHIM, shim, 0, shim.length, null, null);
    } catch (InvocationTargetException e) {
      if (!isDefined(to)) {
        return false;
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    ModuleAccess.readShim(to, to.getUnnamedModule());
    return true;
  }

  /** Another thread may have been faster. */
  private static boolean isDefined(ClassLoader loader) {
    try {
      return loader.equals(Class.forName(SHIM, false, loader).getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Whether that loader's shim is a lent one. */
  static boolean isLent(@Nullable ClassLoader loader) {
    return loader != null && LENDERS.containsKey(loader);
  }

  /** A call of the method of that name in the shim of the program. */
  static CallSite link(Lookup lent, String name, MethodType type) {
    WeakReference<ClassLoader> lender = LENDERS.get(lent.lookupClass().getClassLoader());
    ClassLoader program = lender == null ? null : lender.get();
    if (program == null) {
      throw new IllegalStateException("the program of this class has ended");
    }
    try {
      Class<?> shim = Class.forName(SHIM, true, program);
      return new ConstantCallSite(MethodHandles.publicLookup().findStatic(shim, name, type));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
