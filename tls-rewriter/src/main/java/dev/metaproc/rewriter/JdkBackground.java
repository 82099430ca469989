package dev.metaproc.rewriter;

import static dev.metaproc.rewriter.JdkClassTable.field;

import dev.metaproc.rewriter.JdkPatch.Begun;
import dev.metaproc.rewriter.JdkPatch.Instead;
import dev.metaproc.rewriter.JdkPatch.Result;
import dev.metaproc.rewriter.JdkPatch.Unless;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The part of the table for what the JDK does in the background: pools, timers and registries it
 * keeps once per JVM, whose threads would be those of the program that came first and end with it.
 */
final class JdkBackground {
  /** Members whose use makes the JDK keep preferences. */
  static final List<String> PREFERENCES = List.of("java/util/prefs/Preferences.*");

  private static final List<String> HTTP =
      List.of("java/net/http/HttpClient.*", "java/net/http/HttpClient$Builder.*");
  private static final List<String> MONITORS =
      Stream.of("CounterMonitor", "GaugeMonitor", "StringMonitor", "Monitor")
          .map(name -> "javax/management/monitor/" + name + ".*")
          .toList();
  private static final List<String> RMI =
      List.of(
          "java/rmi/Naming.*",
          "java/rmi/registry/LocateRegistry.*",
          "java/rmi/server/UnicastRemoteObject.*",
          "java/rmi/server/RemoteObject.*",
          "javax/management/remote/JMXConnectorFactory.*",
          "javax/management/remote/JMXConnectorServerFactory.*",
          "javax/management/remote/rmi/RMIConnectorServer.*");

  /** Members whose use starts threads that the JDK gives the system class loader. */
  static final List<String> THREADS =
      Stream.of(
              List.of(
                  "com/sun/net/httpserver/HttpServer.*", "com/sun/net/httpserver/HttpsServer.*"),
              PREFERENCES,
              HTTP,
              MONITORS,
              RMI)
          .flatMap(List::stream)
          .toList();

  private static final String OWN = "the program's own";
  private static final String OWN_THREADS = "the program's own, as its threads are";
  private static final String ONCE = "there is one in a JVM, and it lives as long";

  private JdkBackground() {}

  static List<JdkClass> rows() {
    List<JdkClass> rows = new ArrayList<>();
    asynchronous(rows);
    http(rows);
    monitors(rows);
    preferences(rows);
    remote(rows);
    notifications(rows);
    recorder(rows);
    providers(rows);
    files(rows);
    return rows;
  }

  private static void asynchronous(List<JdkClass> rows) {
    String channels = "java/nio/channels/Asynchronous";
    String pool = "sun/nio/ch/ThreadPool";
    List<String> sockets =
        List.of(channels + "SocketChannel.open", channels + "ServerSocketChannel.open");
    rows.add(
        once(
            pool,
            sockets,
            field(
                pool + "$DefaultThreadPoolHolder",
                "defaultThreadPool",
                "L" + pool + ";",
                1,
                0,
                "channelPool",
                OWN_THREADS),
            new Result(
                new Member(pool, "defaultThreadFactory", "()Ljava/util/concurrent/ThreadFactory;"),
                "factory",
                OWN_THREADS)));
    if (System.getProperty("os.name").equals("Linux")) {
      String provider = "sun/nio/ch/LinuxAsynchronousChannelProvider";
      rows.add(
          once(
              provider,
              sockets,
              field(provider, "defaultPort", "Lsun/nio/ch/EPollPort;", 3, 1, "none", OWN)));
    }
    String file = "sun/nio/ch/SimpleAsynchronousFileChannelImpl";
    rows.add(
        once(
            file,
            List.of(channels + "FileChannel.open"),
            field(
                file + "$DefaultExecutorHolder",
                "defaultExecutor",
                "Ljava/util/concurrent/ExecutorService;",
                1,
                0,
                "daemonPool",
                OWN_THREADS)));
  }

  private static void http(List<JdkClass> rows) {
    String client = "jdk/internal/net/http/HttpClientImpl";
    String type = "Ljava/util/concurrent/Executor;";
    for (String user : List.of("", "$DelegatingExecutor", "$PendingRequest")) {
      rows.add(
          new JdkClass(
              client + user,
              HTTP,
              "it keeps the common pool of whom came first",
              List.of(
                  field(
                      client,
                      "ASYNC_POOL",
                      type,
                      1,
                      0,
                      "commonPool",
                      "a pool of the program's own, whose threads are the program's"))));
    }
    rows.add(begun("jdk/internal/net/http/HttpClientFacade", "<clinit>", "()V", HTTP));
    List<String> connections =
        List.of(
            "java/net/HttpURLConnection.*",
            "javax/net/ssl/HttpsURLConnection.*",
            "java/net/Authenticator.setDefault");
    String kept = "sun/net/www/http/HttpClient";
    rows.add(
        once(
            kept,
            connections,
            field(
                kept,
                "kac",
                "Lsun/net/www/http/KeepAliveCache;",
                3,
                0,
                "keptConnections",
                "connections of its own")));
    String passwords = "sun/net/www/protocol/http/AuthCacheImpl";
    rows.add(
        once(
            passwords,
            connections,
            field(
                passwords,
                "caches",
                "Ljava/util/Map;",
                1,
                0,
                "map",
                "passwords its own authenticator gave")));
  }

  private static void monitors(List<JdkClass> rows) {
    String monitor = "javax/management/monitor/Monitor";
    String type = "Ljava/util/concurrent/ScheduledExecutorService;";
    rows.add(
        once(monitor, MONITORS, field(monitor, "scheduler", type, 2, 0, "scheduler", OWN_THREADS)));
    rows.add(
        once(
            monitor + "$MonitorTask",
            MONITORS,
            field(monitor, "scheduler", type, 1, 0, "scheduler", OWN_THREADS)));
  }

  private static void preferences(List<JdkClass> rows) {
    String all = "java/util/prefs/Preferences";
    rows.add(
        once(
            all,
            PREFERENCES,
            field(
                all,
                "factory",
                "Ljava/util/prefs/PreferencesFactory;",
                2,
                0,
                "preferencesFactory",
                "the one its own properties and class path name")));
    String each = "java/util/prefs/AbstractPreferences";
    String queue = "Ljava/util/List;";
    rows.add(
        once(
            each,
            PREFERENCES,
            field(each, "eventQueue", queue, 9, 0, "linkedList", OWN),
            field(each, "eventDispatchThread", "Ljava/lang/Thread;", 3, 1, "none", OWN_THREADS)));
    rows.add(
        once(
            each + "$EventDispatchThread",
            PREFERENCES,
            field(each, "eventQueue", queue, 4, 0, "linkedList", OWN)));
    String files = "java/util/prefs/FileSystemPreferences";
    String timer = "Ljava/util/Timer;";
    List<JdkPatch> state = new ArrayList<>();
    state.add(field(files, "syncTimer", timer, 1, 0, "timer", OWN_THREADS));
    for (String root : List.of("user", "system")) {
      boolean user = root.equals("user");
      String start = user ? "User" : "System";
      String file = "Ljava/io/File;";
      String dir = "from the files its own properties name";
      state.add(field(files, root + "Root", "L" + all + ";", 3, 1, "none", OWN));
      state.add(field(files, root + "RootDir", file, user ? 7 : 8, user ? 1 : 2, "none", dir));
      state.add(field(files, root + "LockFile", file, 4, 1, "none", dir));
      state.add(field(files, root + "RootModFile", file, 7, 1, "none", dir));
      state.add(field(files, root + "RootLockHandle", "I", 1, 2, "zero", OWN));
      state.add(field(files, root + "RootModTime", "J", 2, 2, "zeroLong", OWN));
      state.add(field(files, "is" + start + "RootModified", "Z", 1, 1, "no", OWN));
      state.add(field(files, "is" + start + "RootWritable", "Z", user ? 0 : 2, 1, "no", OWN));
    }
    rows.add(new JdkClass(files, PREFERENCES, ONCE, state));
    rows.add(
        once(
            files + "$2",
            PREFERENCES,
            field(files, "syncTimer", timer, 1, 0, "timer", OWN_THREADS)));
  }

  private static void remote(List<JdkClass> rows) {
    String runtime = "sun/rmi/runtime/RuntimeUtil";
    String group = "Ljava/lang/ThreadGroup;";
    rows.add(
        remote(
            runtime,
            field(runtime, "systemThreadGroup", group, 1, 0, "group", OWN),
            field(runtime, "userThreadGroup", group, 1, 0, "remoteGroup", OWN),
            field(runtime, "instance", "L" + runtime + ";", 1, 0, "remoteRuntime", OWN_THREADS),
            new Result(
                new Member(
                    runtime,
                    "newThread",
                    "(Ljava/lang/ThreadGroup;Ljava/lang/Runnable;Ljava/lang/String;Z)"
                        + "Ljava/lang/Thread;"),
                "made",
                "threads with the program's own class loader")));
    rows.add(begun("sun/rmi/server/LoaderHandler", "<clinit>", "()V", RMI));
    String transport = "sun/rmi/transport/";
    String scheduler = "Ljava/util/concurrent/ScheduledExecutorService;";
    for (String owner : List.of("DGCImpl", "DGCAckHandler", "tcp/TCPChannel")) {
      String name = transport + owner;
      rows.add(
          remote(name, field(name, "scheduler", scheduler, 1, 0, "remoteScheduler", OWN_THREADS)));
    }
    String table = transport + "ObjectTable";
    String map = "Ljava/util/Map;";
    String queue = "Ljava/lang/ref/ReferenceQueue;";
    String latency = "Lsun/rmi/transport/GC$LatencyRequest;";
    String exported = "what the program has exported";
    rows.add(
        remote(
            table,
            field(table, "objTable", map, 6, 0, "copyOfMap", exported),
            field(table, "implTable", map, 4, 0, "copyOfMap", exported),
            field(table, "keepAliveCount", "I", 3, 2, "zero", exported),
            field(table, "reaper", "Ljava/lang/Thread;", 4, 2, "none", OWN_THREADS),
            field(table, "gcLatencyRequest", latency, 2, 2, "none", OWN)));
    rows.add(
        remote(
            table + "$Reaper",
            field(table, "implTable", map, 1, 0, "copyOfMap", exported),
            field(table, "reapQueue", queue, 1, 0, "referenceQueue", OWN)));
    rows.add(
        remote(
            transport + "Target", field(table, "reapQueue", queue, 1, 0, "referenceQueue", OWN)));
    String server = "sun/rmi/server/UnicastServerRef";
    String known = "the methods of its own remote interfaces";
    rows.add(
        remote(
            server,
            field(
                server,
                "hashToMethod_Maps",
                "Lsun/rmi/server/WeakClassHashMap;",
                1,
                0,
                "remoteMethods",
                known)));
    String client = transport + "DGCClient$EndpointEntry";
    rows.add(
        remote(
            client,
            field(client, "endpointTable", map, 6, 0, "map", OWN_THREADS),
            field(client, "gcLatencyRequest", latency, 3, 2, "none", OWN)));
    String endpoint = transport + "tcp/TCPEndpoint";
    String named = "as -Djava.rmi.server.hostname of the program says, or as in the JVM";
    rows.add(
        remote(
            endpoint,
            field(
                endpoint,
                "localEndpoints",
                map,
                12,
                0,
                "remoteEndpoints",
                "ports of its own, closed when it ends"),
            field(endpoint, "localHost", "Ljava/lang/String;", 3, 2, "remoteHost", named),
            field(endpoint, "localHostKnown", "Z", 2, 1, "remoteHostKnown", named)));
    String stub = "java/rmi/server/RemoteObjectInvocationHandler";
    rows.add(
        remote(
            stub,
            field(
                stub,
                "methodToHash_Maps",
                "L" + stub + "$MethodToHash_Maps;",
                1,
                0,
                "remoteHashes",
                known)));
    String tcp = transport + "tcp/TCPTransport";
    rows.add(
        remote(
            tcp + "$AcceptLoop",
            field(
                tcp,
                "connectionThreadPool",
                "Ljava/util/concurrent/ExecutorService;",
                1,
                0,
                "remoteConnections",
                OWN_THREADS)));
    String sockets = "java/rmi/server/RMISocketFactory";
    rows.add(
        new JdkClass(
            sockets,
            List.of(sockets + ".setSocketFactory", sockets + ".setFailureHandler"),
            "it can be set once in a JVM",
            List.of(
                field(sockets, "factory", "L" + sockets + ";", 2, 1, "none", OWN),
                field(
                    sockets,
                    "handler",
                    "Ljava/rmi/server/RMIFailureHandler;",
                    1,
                    1,
                    "none",
                    OWN))));
  }

  private static JdkClass remote(String name, JdkPatch... patches) {
    return once(name, RMI, patches);
  }

  private static JdkClass once(String name, List<String> needs, JdkPatch... patches) {
    return new JdkClass(name, needs, ONCE, List.of(patches));
  }

  private static void notifications(List<JdkClass> rows) {
    String emitter = "sun/management/NotificationEmitterSupport";
    String listener = "Ljavax/management/NotificationListener;";
    String all = "(" + listener + "Ljavax/management/NotificationFilter;Ljava/lang/Object;)V";
    String called = "called on a thread of the program's, and no longer when it has ended";
    rows.add(
        new JdkClass(
            emitter,
            List.of(
                "javax/management/NotificationEmitter.*",
                "javax/management/NotificationBroadcaster.*",
                "javax/management/MBeanServer.addNotificationListener",
                "javax/management/MBeanServerConnection.addNotificationListener"),
            "the JVM's own beans outlive programs and call on a thread of the JVM's",
            List.of(
                new Unless(new Member(emitter, "addNotificationListener", all), "listens", called),
                new Unless(
                    new Member(emitter, "removeNotificationListener", "(" + listener + ")V"),
                    "listensNoMore",
                    "the one it added"),
                new Unless(
                    new Member(emitter, "removeNotificationListener", all),
                    "listensLess",
                    "the one it added"))));
  }

  private static void recorder(List<JdkClass> rows) {
    String recorder = "jdk/jfr/FlightRecorder";
    List<String> needs =
        List.of(
            recorder + ".*",
            "jdk/jfr/Recording.*",
            "jdk/jfr/consumer/RecordingStream.*",
            "jdk/management/jfr/FlightRecorderMXBean.*");
    rows.add(begun(recorder, "getFlightRecorder", "()L" + recorder + ";", needs));
  }

  static JdkClass begun(String owner, String name, String descriptor, List<String> needs) {
    String effect = "begun by the host: its threads and loaders are no program's";
    return once(owner, needs, new Begun(new Member(owner, name, descriptor), effect));
  }

  private static void providers(List<JdkClass> rows) {
    rows.add(
        provided(
            "java/nio/file/Files",
            "META-INF/services/java.nio.file.spi.FileTypeDetector",
            field(
                "java/nio/file/Files$FileTypeDetectors",
                "installedDetectors",
                "Ljava/util/List;",
                1,
                0,
                "fileTypeDetectors",
                OWN)));
    String services = "META-INF/services/java.lang.System$LoggerFinder";
    String own = "the one on its class path";
    String finder = "java/lang/System$LoggerFinder";
    String type = "L" + finder + ";";
    String loader = "jdk/internal/logger/LoggerFinderLoader";
    String temporary = loader + "$TemporaryLoggerFinder";
    rows.add(provided(loader, services, field(loader, "service", type, 5, 2, "none", own)));
    rows.add(provided(temporary, services, field(loader, "service", type, 1, 0, "none", own)));
    rows.add(provided(finder, services, field(finder, "service", type, 1, 1, "none", own)));
    loggers(rows, services);
    String bean = "jdk/management/jfr/FlightRecorderMXBean";
    String provider = "jdk/management/jfr/internal/FlightRecorderMXBeanProvider";
    rows.add(
        new JdkClass(
            provider,
            List.of("java/lang/management/ManagementFactory.getPlatformMBeanServer"),
            "it belongs to one server",
            List.of(field(provider, "flightRecorderMXBean", "L" + bean + ";", 2, 1, "none", OWN))));
    List<String> loaders = new ArrayList<>(JdkClassTable.LOADERS);
    loaders.addAll(THREADS);
    rows.add(begun("sun/security/jca/ProviderConfig$ProviderLoader", "<clinit>", "()V", loaders));
  }

  /** Of the JDK's classes, which keep them in static fields. */
  private static void loggers(List<JdkClass> rows, String services) {
    List<String> needs = new ArrayList<>(JdkClassTable.LOGS);
    needs.add(services);
    needs.addAll(JdkSerialization.NEEDS);
    String why = "classes of the JDK keep the logger of whom came first";
    String effect = "what the JDK logs for the program goes to the program's log";
    String lazy = "jdk/internal/logger/LazyLoggers";
    String logger = "Ljava/lang/System$Logger;";
    Member made =
        new Member(lazy, "getLazyLogger", "(Ljava/lang/String;Ljava/lang/Module;)" + logger);
    rows.add(
        new JdkClass(
            lazy,
            needs,
            why,
            List.of(
                field(lazy, "provider", "Ljava/lang/System$LoggerFinder;", 1, 1, "none", OWN),
                new Instead(made, "logsLazily", "lazyLogger", effect))));
    String accessor = lazy + "$LazyLoggerAccessor";
    Member bridge = new Member(accessor, "platform", "()Lsun/util/logging/PlatformLogger$Bridge;");
    rows.add(
        new JdkClass(
            accessor,
            needs,
            why,
            List.of(
                new Instead(
                    new Member(accessor, "wrapped", "()" + logger),
                    "sharesLogger",
                    "logger",
                    effect),
                new Instead(bridge, "sharesLogger", "platformLogger", effect))));
  }

  private static JdkClass provided(String name, String services, JdkPatch patch) {
    return new JdkClass(
        name, List.of(services), "providers are looked for once in a JVM", List.of(patch));
  }

  /** Names that another program uses for another file, and files that were replaced since. */
  private static void files(List<JdkClass> rows) {
    String handler = "java/util/logging/FileHandler";
    rows.add(
        new JdkClass(
            handler,
            List.of(handler + ".*", "java/util/logging/LogManager.*", "java/util/logging/Logger.*"),
            "a relative name that another program has locked is another file",
            List.of(field(handler, "locks", "Ljava/util/Set;", 5, 0, "set", OWN))));
    String jars = "sun/net/www/protocol/jar/JarFileFactory";
    String url = "java/net/URL";
    String map = "Ljava/util/HashMap;";
    rows.add(
        new JdkClass(
            jars,
            List.of(
                url + ".openStream",
                url + ".openConnection",
                url + ".getContent",
                "java/net/JarURLConnection.*",
                "java/net/URLClassLoader.*",
                "java/util/ResourceBundle.getBundle",
                "*.getResourceAsStream"),
            "jars that URLs name stay open, also when they are replaced",
            List.of(
                field(jars, "fileCache", map, 5, 0, "map", OWN),
                field(jars, "urlCache", map, 4, 0, "map", OWN))));
  }
}
