package dev.metaproc.isolation.reclaim;

import dev.metaproc.isolation.shared.JdkModules;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which stacks may be unwound from outside. An exception out of nowhere can leave whatever the
 * innermost code was changing half changed; so it may only be code that changes nothing another
 * program can see:
 *
 * <ul>
 *   <li>code of the program itself. What it was called by cannot tell the exception from one the
 *       program threw;
 *   <li>once a thread has resisted for a while, also JDK code that works on objects it was given:
 *       waits, locks and queues, collections, streams, regular expressions, arithmetic; if it was
 *       called by the program directly.
 * </ul>
 *
 * <p>Never the host's code, and never the rest of the JDK.
 */
final class Stacks {
  private static final Set<String> JDK = JdkModules.packages();

  /** Packages of the JDK whose instances hold all they change, but for {@link #SHARED}. */
  private static final Set<String> HARMLESS =
      Set.of(
          "java.lang",
          "java.math",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.locks",
          "java.util.function",
          "java.util.regex",
          "java.util.stream",
          "jdk.internal.misc",
          "jdk.internal.util");

  /** Classes of those packages with state of the JVM's, or that replace a thread they lose. */
  private static final Set<String> SHARED =
      Set.of(
          "java.lang.ApplicationShutdownHooks",
          "java.lang.Class",
          "java.lang.ClassLoader",
          "java.lang.ClassValue",
          "java.lang.InheritableThreadLocal",
          "java.lang.Module",
          "java.lang.ModuleLayer",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandleImpl",
          "java.lang.ProcessImpl",
          "java.lang.Runtime",
          "java.lang.Shutdown",
          "java.lang.System",
          "java.lang.ThreadGroup",
          "java.lang.VirtualThread",
          "java.util.Calendar",
          "java.util.Currency",
          "java.util.Date",
          "java.util.Formatter",
          "java.util.GregorianCalendar",
          "java.util.Locale",
          "java.util.Properties",
          "java.util.ResourceBundle",
          "java.util.Scanner",
          "java.util.ServiceLoader",
          "java.util.SimpleTimeZone",
          "java.util.TimeZone",
          "java.util.UUID",
          "java.util.concurrent.DelayScheduler",
          "java.util.concurrent.ThreadPerTaskExecutor",
          "java.util.concurrent.ThreadPoolExecutor",
          "jdk.internal.misc.CDS",
          "jdk.internal.misc.VM");

  /** What a parked virtual thread has above the code that parked it. */
  private static final Set<String> PARKING =
      Set.of("java.lang.VirtualThread", "java.lang.System$1", "java.lang.Thread");

  /** What a thread is in that waits: for others, for time, or for the kernel. */
  private static final Set<String> WAITS =
      Set.of(
          "java.io.FileInputStream.readBytes",
          "java.lang.Object.wait0",
          "java.lang.ProcessHandleImpl.waitForProcessExit0",
          "java.lang.Thread.sleep0",
          "java.lang.Thread.sleepNanos0",
          "jdk.internal.misc.Unsafe.park",
          "sun.nio.ch.EPoll.wait",
          "sun.nio.ch.KQueue.poll",
          "sun.nio.ch.Net.accept",
          "sun.nio.ch.Net.poll",
          "sun.nio.ch.SocketDispatcher.read0",
          "sun.nio.ch.UnixDomainSockets.accept0",
          "sun.nio.ch.UnixFileDispatcherImpl.read0");

  /** Classes of the JDK within which a thread may hold a lock of the whole JVM. */
  private static final Set<String> LOCKING =
      Set.of(
          "java.lang.ClassLoader",
          "java.lang.ModuleLayer",
          "java.lang.Runtime",
          "java.lang.Shutdown",
          "java.util.ResourceBundle",
          "java.util.ServiceLoader",
          "jdk.internal.loader.BuiltinClassLoader");

  /** Where the host's code waits for input of this one program. */
  private static final Set<String> INPUTS =
      Set.of("dev.metaproc.isolation.BytePipe", "dev.metaproc.isolation.DelegatingInputStream");

  /** Looked up beforehand: while a thread is suspended, no lock may be taken that it may hold. */
  private final Set<String> host =
      Arrays.stream(Stacks.class.getClassLoader().getDefinedPackages())
          .map(Package::getName)
          .collect(Collectors.toUnmodifiableSet());

  /** The innermost frame is the program's. */
  boolean isInProgram(StackTraceElement[] stack) {
    return stack.length > 0 && isProgram(stack[0]);
  }

  /** So it is, or harmless JDK code lies above it. */
  boolean isHarmless(StackTraceElement[] stack) {
    return isHarmless(stack, 0);
  }

  /**
   * The thread may be held where it is for as long as anybody likes: in the program's own code, or
   * in harmless code of the JDK, or waiting, and then holding nothing that others need.
   */
  boolean mayBeHeld(StackTraceElement[] stack) {
    if (stack.length == 0 || isHarmless(stack)) {
      return true;
    }
    if (!WAITS.contains(stack[0].getClassName() + "." + stack[0].getMethodName())) {
      return false;
    }
    for (StackTraceElement frame : stack) {
      boolean isInput = INPUTS.contains(frame.getClassName());
      if (!isInput && (host.contains(packageOf(frame.getClassName())) || isShared(frame))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isShared(StackTraceElement frame) {
    String name = frame.getClassName();
    int nested = name.indexOf('$');
    String outer = nested < 0 ? name : name.substring(0, nested);
    boolean isInitialiser = frame.getMethodName().equals("<clinit>");
    return LOCKING.contains(outer) || (isInitialiser && JDK.contains(packageOf(name)));
  }

  /** The thread is a virtual one that is parked in harmless code, or in the program's. */
  boolean isHarmlessWait(StackTraceElement[] stack) {
    int above = 0;
    while (above < stack.length && PARKING.contains(stack[above].getClassName())) {
      above++;
    }
    return isHarmless(stack, above);
  }

  private boolean isHarmless(StackTraceElement[] stack, int from) {
    for (int i = from; i < stack.length; i++) {
      if (isProgram(stack[i])) {
        return true;
      }
      boolean isBase = i == stack.length - 1 && stack[i].getMethodName().equals("run");
      if (!isBase && !isHarmless(stack[i])) {
        return false;
      }
    }
    return stack.length > 0; // the program's code is hidden, as that of a method reference
  }

  private boolean isProgram(StackTraceElement frame) {
    String owner = packageOf(frame.getClassName());
    return !JDK.contains(owner) && !host.contains(owner);
  }

  private static boolean isHarmless(StackTraceElement frame) {
    String name = frame.getClassName();
    int nested = name.indexOf('$');
    String outer = nested < 0 ? name : name.substring(0, nested);
    return HARMLESS.contains(packageOf(name)) && !SHARED.contains(outer);
  }

  private static String packageOf(String className) {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? "" : className.substring(0, dot);
  }
}
