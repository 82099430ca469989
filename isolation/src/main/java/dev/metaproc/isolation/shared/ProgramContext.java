package dev.metaproc.isolation.shared;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * How a thread knows its program in shared mode: the physical context class loader of each of the
 * program's threads is one of these. Threads inherit it, platform and virtual ones alike. The
 * program sees the loader behind it, and JDK code that loads through it is passed on to that.
 *
 * <p>The field of {@code Thread} is read plainly: it is set before the thread starts or by the
 * thread itself, and without its barrier the JIT moves the read out of loops. A plain read by
 * {@code VarHandle} compiles to the same and is five times slower while interpreted.
 */
public final class ProgramContext extends ClassLoader {
  private static final Unsafe UNSAFE;
  private static final long FIELD;

  static {
    registerAsParallelCapable();
    ModuleGrants.export("java.base", "jdk.internal.misc", ProgramContext.class.getModule());
    UNSAFE = Unsafe.getUnsafe();
    FIELD = UNSAFE.objectFieldOffset(Thread.class, "contextClassLoader");
  }

  private final ProgramStatics program;
  private final @Nullable ClassLoader user;

  /**
   * A copy of the program's table that may lag behind: it then has no entry where the program's has
   * one, which sends the reader to the slow path, which brings it up to date.
   */
  Object[] table;

  ProgramContext(ProgramStatics program, @Nullable ClassLoader user) {
    super("app", user);
    this.program = program;
    this.user = user;
    this.table = program.table();
  }

  /** The context of the calling thread, or null if it has none. */
  public static @Nullable ProgramContext current() {
    return UNSAFE.getReference(Thread.currentThread(), FIELD) instanceof ProgramContext context
        ? context
        : null;
  }

  /** Makes this the context of a thread, whatever {@code setContextClassLoader} it overrides. */
  void adopt(Thread thread) {
    UNSAFE.putReferenceVolatile(thread, FIELD, this);
  }

  /**
   * What runs {@code action} with this as the context of the thread it is run on, one of the JVM's;
   * once the program has ended, it throws instead.
   */
  public Runnable bound(Runnable action) {
    return () -> {
      program.visit();
      Thread self = Thread.currentThread();
      Object before = UNSAFE.getReference(self, FIELD);
      UNSAFE.putReferenceVolatile(self, FIELD, this);
      try {
        action.run();
      } finally {
        UNSAFE.putReferenceVolatile(self, FIELD, before);
        program.depart();
      }
    };
  }

  /** The program of the threads that have this context. */
  public ProgramStatics program() {
    return program;
  }

  /** The context class loader that the program sees. */
  public @Nullable ClassLoader user() {
    return user;
  }

  private ClassLoader target() {
    return user == null ? program.loader() : user;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return target().loadClass(name);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return target().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return target().getResources(name);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    return target().getResourceAsStream(name);
  }

  @Override
  public String toString() {
    return String.valueOf(user);
  }
}
