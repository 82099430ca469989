package dev.metaproc.isolation.jdk;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.PlatformManagedObject;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.LongStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's own beans, as a program sees them that is alone: what they say of the process and of
 * its threads is of the program. What they say of the heap, the compiler and the machine is the
 * JVM's.
 */
public final class BeanHooks {
  private BeanHooks() {}

  public static RuntimeMXBean getRuntimeMXBean(JdkState state) {
    return as(RuntimeMXBean.class, own(state, ManagementFactory.getRuntimeMXBean()));
  }

  public static ThreadMXBean getThreadMXBean(JdkState state) {
    return as(ThreadMXBean.class, own(state, ManagementFactory.getThreadMXBean()));
  }

  public static OperatingSystemMXBean getOperatingSystemMXBean(JdkState state) {
    return as(
        OperatingSystemMXBean.class, own(state, ManagementFactory.getOperatingSystemMXBean()));
  }

  public static @Nullable PlatformManagedObject getPlatformMXBean(JdkState state, Class<?> type) {
    PlatformManagedObject bean =
        ManagementFactory.getPlatformMXBean(type.asSubclass(PlatformManagedObject.class));
    return bean == null ? null : own(state, bean);
  }

  public static List<?> getPlatformMXBeans(JdkState state, Class<?> type) {
    return ManagementFactory.getPlatformMXBeans(type.asSubclass(PlatformManagedObject.class))
        .stream()
        .map(bean -> own(state, bean))
        .toList();
  }

  /** The program's own server, with these beans in it. */
  public static MBeanServer getPlatformMBeanServer(JdkState state) {
    state.memberUsed("java/lang/management/ManagementFactory", "getPlatformMBeanServer");
    return state.beanServer(() -> beanServer(state));
  }

  private static MBeanServer beanServer(JdkState state) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (PlatformManagedObject bean :
        List.of(getRuntimeMXBean(state), getThreadMXBean(state), getOperatingSystemMXBean(state))) {
      try {
        server.unregisterMBean(bean.getObjectName());
        server.registerMBean(new StandardMBean(bean, null, true), bean.getObjectName());
      } catch (JMException e) {
        throw new IllegalStateException(e); // as the JDK does where it cannot register its own
      }
    }
    return server;
  }

  private static <T> T as(Class<T> type, PlatformManagedObject bean) {
    return type.cast(bean);
  }

  private static PlatformManagedObject own(JdkState state, PlatformManagedObject bean) {
    if (bean instanceof RuntimeMXBean runtime) {
      return proxy(bean, (method, words) -> ofProcess(state, runtime, method));
    }
    if (bean instanceof ThreadMXBean threads) {
      return proxy(bean, (method, words) -> ofThreads(state, threads, method, words));
    }
    if (bean instanceof OperatingSystemMXBean) {
      return proxy(bean, (method, words) -> ofSystem(state, method));
    }
    return bean;
  }

  /** What the program is answered; null where that is what the JVM answers. */
  @FunctionalInterface
  private interface Answers {
    @Nullable Object to(Method method, @Nullable Object[] words);
  }

  private static final Object NOTHING = new Object();
  private static final Object[] NO_WORDS = {};

  private static PlatformManagedObject proxy(PlatformManagedObject bean, Answers answers) {
    InvocationHandler handler =
        (proxy, method, words) -> {
          if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, bean, method, words);
          }
          Object answer = answers.to(method, words == null ? NO_WORDS : words);
          return answer == null ? invoke(bean, method, words) : answer == NOTHING ? null : answer;
        };
    return (PlatformManagedObject)
        Proxy.newProxyInstance(null, interfaces(bean.getClass()), handler);
  }

  private static @Nullable Object invoke(
      PlatformManagedObject bean, Method method, @Nullable Object @Nullable [] words)
      throws Throwable {
    try {
      return method.invoke(bean, words);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a proxy's equals is this very method
  private static Object ofObject(
      Object proxy, Object bean, Method method, @Nullable Object @Nullable [] words) {
    return switch (method.getName()) {
      case "equals" -> words != null && proxy == words[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> bean.toString();
    };
  }

  private static Class<?>[] interfaces(Class<?> bean) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> each = bean; each != null; each = each.getSuperclass()) {
      Arrays.stream(each.getInterfaces())
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .filter(type -> type.getModule().isExported(type.getPackageName()))
          .forEach(all::add);
    }
    return all.toArray(Class<?>[]::new);
  }

  private static @Nullable Object ofProcess(JdkState state, RuntimeMXBean jvm, Method method) {
    long pid = state.handle().pid();
    long start = state.handle().info().startInstant().orElseThrow().toEpochMilli();
    return switch (method.getName()) {
      case "getPid" -> pid;
      case "getName" -> pid + jvm.getName().substring(jvm.getName().indexOf('@'));
      case "getStartTime" -> start;
      case "getUptime" -> System.currentTimeMillis() - start;
      case "getClassPath" -> state.properties().getProperty("java.class.path");
      case "getInputArguments" -> state.options;
      case "getSystemProperties" -> texts(state.properties());
      default -> null;
    };
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return texts;
  }

  private static @Nullable Object ofSystem(JdkState state, Method method) {
    return switch (method.getName()) {
      case "getAvailableProcessors" -> state.processors();
      case "getProcessCpuTime" ->
          state.handle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
      default -> null;
    };
  }

  private static @Nullable Object ofThreads(
      JdkState state, ThreadMXBean jvm, Method method, @Nullable Object[] words) {
    return switch (method.getName()) {
      case "getThreadCount" -> ThreadListHooks.seen(state).size();
      case "getDaemonThreadCount" ->
          (int) ThreadListHooks.seen(state).stream().filter(Thread::isDaemon).count();
      case "getAllThreadIds" -> ids(state);
      case "dumpAllThreads" -> dump(jvm, ids(state), words);
      case "findDeadlockedThreads" -> own(state, jvm.findDeadlockedThreads());
      case "findMonitorDeadlockedThreads" -> own(state, jvm.findMonitorDeadlockedThreads());
      default -> null;
    };
  }

  private static long[] ids(JdkState state) {
    return ThreadListHooks.seen(state).stream().mapToLong(Thread::threadId).toArray();
  }

  private static ThreadInfo[] dump(ThreadMXBean jvm, long[] ids, @Nullable Object[] words) {
    boolean monitors = words[0] instanceof Boolean asked && asked;
    boolean synchronizers = words[1] instanceof Boolean asked && asked;
    int depth = words.length > 2 && words[2] instanceof Integer given ? given : Integer.MAX_VALUE;
    return Arrays.stream(jvm.getThreadInfo(ids, monitors, synchronizers, depth))
        .filter(Objects::nonNull)
        .toArray(ThreadInfo[]::new);
  }

  private static Object own(JdkState state, long @Nullable [] found) {
    if (found == null) {
      return NOTHING;
    }
    long[] ids = ids(state);
    long[] own =
        LongStream.of(found)
            .filter(id -> LongStream.of(ids).anyMatch(each -> each == id))
            .toArray();
    return own.length == 0 ? NOTHING : own;
  }
}
