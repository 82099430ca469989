package dev.metaproc.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one program to one service of its host. Each runs on a virtual thread of its own, which
 * has the host's streams, class loader and thread group whatever the program did to its own.
 *
 * <p>It cannot deadlock: a call waits for no other call. Up to a bound every call has its thread;
 * beyond that it is refused at once, and only for the program that made so many. A call made from
 * within a call runs on the caller's thread, so that a service may use another. A caller that is
 * interrupted, as all are when their program ends, interrupts the call.
 */
public final class HostCalls implements InvocationHandler {
  /** Calls that one program may have in one service at the same time. */
  public static final int MOST = 256;

  private final Object service;
  private final String title;
  private final Semaphore room = new Semaphore(MOST);

  private HostCalls(Object service, String title) {
    this.service = service;
    this.title = title;
  }

  static <T> T of(Class<T> type, T service) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          "service type "
              + type.getName()
              + " must be an interface: a class cannot be called"
              + " across programs");
    }
    HostCalls calls = new HostCalls(service, type.getName());
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (CurrentProgram.get() == null) {
      return call(method, arguments); // the host itself, or a service that uses this one
    }
    if (!room.tryAcquire()) {
      throw new IllegalStateException(
          MOST + " calls of this program are within " + title + " already: call it less at once");
    }
    FutureTask<@Nullable Object> task = new FutureTask<>(() -> callUnwrapped(method, arguments));
    Thread thread = Thread.ofVirtual().name("host/" + title).unstarted(task);
    thread.setContextClassLoader(HostCalls.class.getClassLoader());
    try {
      thread.start();
      return result(task, thread);
    } finally {
      room.release();
    }
  }

  private static @Nullable Object result(FutureTask<@Nullable Object> task, Thread thread)
      throws Throwable {
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the host worked", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof UndeclaredThrowableException wrapped && wrapped.getCause() != null
          ? wrapped.getCause()
          : cause == null ? e : cause;
    }
  }

  private @Nullable Object callUnwrapped(Method method, @Nullable Object @Nullable [] arguments) {
    try {
      return call(method, arguments);
    } catch (Throwable e) {
      throw new UndeclaredThrowableException(e);
    }
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      method.setAccessible(true); // the interface may be public in a package that is not exported
      return method.invoke(service, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @SuppressWarnings("ReferenceEquality") // a proxy's equals is this very method
  private @Nullable Object ofObject(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "service " + title;
    };
  }
}
