package mpi;

import dev.metaproc.api.ServiceContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.Objects;
import java.util.Set;

/**
 * What the host does for a rank's program, in small: {@code mpi.MPI} and the program's classes are
 * defined anew, and the call of {@code ServiceContext.current()} is redirected.
 */
final class RankLoader extends ClassLoader {
  private static final Set<String> OWN = Set.of("mpi.MPI", "mpi.RankConstants");
  private static final String SEPARATE = "mpi.programs.";

  private final MpiProcess process;

  RankLoader(MpiProcess process) {
    super(RankLoader.class.getClassLoader());
    this.process = process;
  }

  /** Where the redirected call ends up: whose code calls is told by the caller's loader. */
  public static final class Redirected {
    private static final StackWalker CALLER =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Redirected() {}

    public static ServiceContext current() {
      MpiProcess process = ((RankLoader) CALLER.getCallerClass().getClassLoader()).process;
      return new ServiceContext() {
        @Override
        public <T> T service(Class<T> type) {
          return Objects.requireNonNull(type.cast(process));
        }
      };
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!OWN.contains(name) && !name.startsWith(SEPARATE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = redirected(stream.readAllBytes());
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] redirected(byte[] bytes) {
    ClassFile file = ClassFile.of();
    ClassDesc target = Redirected.class.describeConstable().orElseThrow();
    CodeTransform redirect =
        (code, element) -> {
          if (element instanceof InvokeInstruction call
              && call.owner().asInternalName().equals("dev/metaproc/api/ServiceContext")
              && call.name().equalsString("current")) {
            code.invokestatic(target, "current", call.typeSymbol());
          } else {
            code.with(element);
          }
        };
    return file.transformClass(
        file.parse(bytes), ClassTransform.transformingMethodBodies(redirect));
  }
}
