package dev.metaproc.launcher.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the kernel how to schedule the calling thread. On Linux a thread has a nice value and a set
 * of processors of its own, and passes both on to the threads it starts: what a program's main
 * thread is told before it runs holds for all its platform threads.
 */
@SuppressWarnings("restricted") // native access is what it is for; the host's JVM enables it
final class KernelScheduling {
  private static final int MASK_BYTES = 128;
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private final @Nullable MethodHandle setPriority =
      function("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private final @Nullable MethodHandle setAffinity =
      function("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

  private static @Nullable MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(found -> linker.downcallHandle(found, type, Linker.Option.captureCallState("errno")))
        .orElse(null);
  }

  /** Applies both; gives what the kernel refused, in words. */
  Optional<String> apply(@Nullable Integer nice, @Nullable String cpus) {
    Optional<String> refused = nice == null ? Optional.empty() : setNice(nice);
    return refused.isPresent() || cpus == null ? refused : setProcessors(cpus);
  }

  private Optional<String> setNice(int nice) {
    MethodHandle function = setPriority;
    return function == null
        ? absent("--nice")
        : call("--nice " + nice, (state, arena) -> (int) function.invokeExact(state, 0, 0, nice));
  }

  private Optional<String> setProcessors(String cpus) {
    MethodHandle function = setAffinity;
    byte[] mask = Arrays.copyOf(Processors.parse(cpus).orElseThrow().toByteArray(), MASK_BYTES);
    return function == null
        ? absent("--cpus")
        : call(
            "--cpus " + cpus,
            (state, arena) -> {
              MemorySegment set = arena.allocateFrom(JAVA_BYTE, mask);
              return (int) function.invokeExact(state, 0, (long) MASK_BYTES, set);
            });
  }

  private static Optional<String> absent(String option) {
    return Optional.of(option + " is not possible on this system: leave it out");
  }

  /** One call of a function that gives -1 and sets errno when it fails. */
  @FunctionalInterface
  private interface Call {
    int make(MemorySegment state, Arena arena) throws Throwable;
  }

  private static Optional<String> call(String wish, Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return call.make(state, arena) == 0
          ? Optional.empty()
          : Optional.of(wish + " is refused by the kernel: " + reason((int) ERRNO.get(state, 0L)));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static String reason(int errno) {
    return switch (errno) {
      case 1, 13 -> "only root, or a process with CAP_SYS_NICE, may do that";
      case 22 -> "this machine has no such processor, or this host may not use it";
      default -> "error " + errno;
    };
  }
}
