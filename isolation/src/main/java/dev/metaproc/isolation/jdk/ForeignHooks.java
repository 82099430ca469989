package dev.metaproc.isolation.jdk;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls between a program and native code. An exception that leaves an upcall ends the JVM; so a
 * program that ends in one returns zero to the native code, and unwinds when that returns.
 */
@SuppressWarnings("restricted") // the program's own calls, made where the program made them
public final class ForeignHooks {
  private static final MethodHandle ENDED;

  static {
    try {
      MethodType type = MethodType.methodType(void.class, JdkState.class, ProgramEnded.class);
      ENDED = MethodHandles.lookup().findStatic(ForeignHooks.class, "endedInUpcall", type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ForeignHooks() {}

  public static MemorySegment upcallStub(
      JdkState state,
      Linker linker,
      MethodHandle target,
      FunctionDescriptor function,
      Arena arena,
      Linker.Option... options) {
    if (!target.type().equals(function.toMethodType())) {
      return linker.upcallStub(target, function, arena, options); // says what is wrong
    }
    Class<?> result = target.type().returnType();
    MethodHandle ended = ENDED.bindTo(state);
    MethodHandle zero =
        MethodHandles.dropArguments(MethodHandles.zero(result), 0, ProgramEnded.class);
    MethodHandle guarded =
        result.isPrimitive()
            ? MethodHandles.catchException(
                target, ProgramEnded.class, MethodHandles.foldArguments(zero, ended))
            : target; // a structure: there is no zero of it without memory
    return linker.upcallStub(guarded, function, arena, options);
  }

  @SuppressWarnings("unused") // called through its method handle
  private static void endedInUpcall(JdkState state, ProgramEnded ended) {
    state.loopPoll().arm();
  }

  public static MethodHandle downcallHandle(
      JdkState state,
      Linker linker,
      MemorySegment symbol,
      FunctionDescriptor function,
      Linker.Option... options) {
    return checked(state, linker.downcallHandle(symbol, function, options));
  }

  public static MethodHandle downcallHandle(
      JdkState state, Linker linker, FunctionDescriptor function, Linker.Option... options) {
    return checked(state, linker.downcallHandle(function, options));
  }

  /** Polls when the call has returned, at the cost of a loop's poll: none. */
  private static MethodHandle checked(JdkState state, MethodHandle call) {
    MethodHandle poll = state.loopPoll().site().dynamicInvoker();
    Class<?> result = call.type().returnType();
    MethodHandle after =
        result == void.class
            ? poll
            : MethodHandles.foldArguments(MethodHandles.identity(result), poll);
    return MethodHandles.filterReturnValue(call, after);
  }
}
