package dev.metaproc.isolation.jdk;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedList;
import java.util.Map;
import java.util.Properties;
import java.util.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The first values of static fields that a program does not share with the JVM, by name. */
@SuppressWarnings("JdkObsolete") // the types are those of the fields
final class Initials {
  private Initials() {}

  static @Nullable Object make(String name, JdkState state, @Nullable Object shared) {
    return switch (name) {
      case "none" -> null;
      case "no" -> false;
      case "zero" -> 0;
      case "zeroLong" -> 0L;
      case "map" -> new HashMap<>();
      case "set" -> new HashSet<>();
      case "copyOfMap" -> shared instanceof Map<?, ?> map ? new HashMap<>(map) : shared;
      case "linkedList" -> new LinkedList<>();
      case "referenceQueue" -> new ReferenceQueue<>();
      case "hashtable" -> new Hashtable<>();
      case "list" -> new ArrayList<>();
      case "copyOnWriteList" -> new CopyOnWriteArrayList<>();
      case "copyOfProperties" -> copyOfProperties(shared);
      case "commonPool" -> commonPool(state);
      case "logManager" -> logManager();
      case "currentLogManager" -> LogManager.getLogManager();
      case "globalLogger" -> globalLogger();
      case "group" -> state.group();
      case "timer" -> new Timer(true);
      case "daemonPool" -> Background.daemonPool(state);
      case "channelPool" -> Background.channelPool(state);
      case "scheduler" -> Background.scheduler(state);
      case "preferencesFactory" -> Background.preferencesFactory();
      case "keptConnections" -> JdkInternals.create("sun.net.www.http.KeepAliveCache");
      case "remoteGroup" -> new ThreadGroup(state.group(), "RMI Runtime");
      case "remoteRuntime" -> JdkInternals.create(RemoteObjects.RUNTIME);
      case "remoteScheduler" -> RemoteObjects.scheduler();
      case "remoteConnections" -> RemoteObjects.connections(state);
      case "remoteEndpoints" -> RemoteObjects.endpoints(state);
      case "remoteMethods" ->
          JdkInternals.create("sun.rmi.server.UnicastServerRef$HashToMethod_Maps");
      case "remoteHashes" ->
          JdkInternals.create("java.rmi.server.RemoteObjectInvocationHandler$MethodToHash_Maps");
      case "concurrentMap" -> new ConcurrentHashMap<>();
      case "beanContexts" -> BeanCaches.contexts();
      case "beanTypes" -> BeanCaches.types();
      case "beanClasses" -> BeanCaches.of("com.sun.beans.introspect.ClassInfo");
      case "beanMethods" -> BeanCaches.of("com.sun.beans.finder.MethodFinder");
      case "beanConstructors" -> BeanCaches.of("com.sun.beans.finder.ConstructorFinder");
      case "fileTypeDetectors" -> Background.fileTypeDetectors();
      case "serialFilter" -> state.serialFilters().filter(shared);
      case "serialFilterMessage" -> state.serialFilters().filterMessage(shared);
      case "serialFactory" -> state.serialFilters().factory(shared);
      case "serialFactoryMessage" -> state.serialFilters().factoryMessage(shared);
      case "serialFactoryKept" -> state.serialFilters().factoryKept();
      case "serialLog" -> SerialFilters.log();
      case "serialLogger" -> SerialFilters.logger();
      case "remoteHost" -> RemoteObjects.host(state, shared);
      case "remoteHostKnown" -> RemoteObjects.isHostKnown(state, shared);
      default -> throw new IllegalArgumentException("no first value is named " + name);
    };
  }

  private static @Nullable Object copyOfProperties(@Nullable Object shared) {
    return shared instanceof Properties properties ? properties.clone() : shared;
  }

  private static ForkJoinPool commonPool(JdkState state) {
    return state.commonPool();
  }

  /** As the static initialiser of the class makes it, on a thread of the program. */
  private static @Nullable Object logManager() {
    return JdkInternals.invokeStatic(LogManager.class, "initLogManager", LogManager.class);
  }

  private static Object globalLogger() {
    return JdkInternals.create(
        Logger.class, new Class<?>[] {String.class}, Logger.GLOBAL_LOGGER_NAME);
  }
}
