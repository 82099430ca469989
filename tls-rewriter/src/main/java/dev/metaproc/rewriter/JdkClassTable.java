package dev.metaproc.rewriter;

import dev.metaproc.rewriter.JdkPatch.Argument;
import dev.metaproc.rewriter.JdkPatch.ClassFile;
import dev.metaproc.rewriter.JdkPatch.Instead;
import dev.metaproc.rewriter.JdkPatch.Result;
import dev.metaproc.rewriter.JdkPatch.StaticField;
import dev.metaproc.rewriter.JdkPatch.Unless;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of the JDK that are changed when a program needs it, in the order of {@code
 * docs/jdk-redirections.md}. A new one is a row here and, if programs begin with a value of their
 * own, one method of {@code Initials}.
 */
public final class JdkClassTable {
  /** All of them; {@link JdkSlots} numbers the fields. */
  public static final List<JdkClass> ROWS;

  /** What a program does that has loaders of its own. */
  static final List<String> LOADERS =
      List.of(
          "java/lang/ClassLoader.<init>",
          "java/net/URLClassLoader.*",
          "java/security/SecureClassLoader.*",
          "*.defineClass",
          "*.defineHiddenClass",
          "*.defineHiddenClassWithClassData",
          "-Djava.protocol.handler.pkgs",
          "java/net/URL.setURLStreamHandlerFactory",
          "META-INF/services/java.net.spi.URLStreamHandlerProvider",
          "META-INF/services/java.nio.file.spi.FileSystemProvider");

  /** What a program does that logs, or configures how, or has the JDK say what is wrong with. */
  static final List<String> LOGS =
      List.of(
          "java/util/logging/LogManager.*",
          "java/util/logging/Logger.*",
          "-Djdk.serialFilter",
          "-Djdk.serialFilterFactory");

  private static final String READS = "the JDK itself reads it";
  private static final String OWN = "the program's own";
  private static final String UNTIL_SET = "the JVM's until the program sets its own";

  static {
    List<JdkClass> rows = new ArrayList<>();
    culture(rows);
    loaders(rows);
    network(rows);
    concurrency(rows);
    services(rows);
    naming(rows);
    descriptors(rows);
    dynamicLinker(rows);
    rows.addAll(JdkBackground.rows());
    rows.addAll(JdkCaches.rows());
    rows.addAll(JdkNames.rows());
    rows.addAll(JdkSerialization.rows());
    ROWS = List.copyOf(rows);
  }

  private JdkClassTable() {}

  private static void culture(List<JdkClass> rows) {
    String locale = "java/util/Locale";
    String type = "Ljava/util/Locale;";
    rows.add(
        new JdkClass(
            locale,
            List.of(
                locale + ".setDefault",
                "-Duser.language",
                "-Duser.script",
                "-Duser.country",
                "-Duser.variant"),
            READS + ", for example in String.format",
            List.of(
                field(locale, "defaultLocale", type, 2, 1, "", UNTIL_SET),
                field(locale, "defaultDisplayLocale", type, 2, 2, "", UNTIL_SET),
                field(locale, "defaultFormatLocale", type, 2, 2, "", UNTIL_SET))));
    String zone = "java/util/TimeZone";
    rows.add(
        new JdkClass(
            zone,
            List.of(zone + ".setDefault", "-Duser.timezone"),
            READS + ", for example in ZoneId.systemDefault",
            List.of(field(zone, "defaultTimeZone", "Ljava/util/TimeZone;", 2, 2, "", UNTIL_SET))));
  }

  private static void loaders(List<JdkClass> rows) {
    String loader = "java/lang/ClassLoader";
    List<String> needs = new ArrayList<>(LOADERS);
    needs.addAll(JdkBackground.THREADS);
    String bytes = "(Ljava/lang/String;[BIILjava/security/ProtectionDomain;)Ljava/lang/Class;";
    String buffer =
        "(Ljava/lang/String;Ljava/nio/ByteBuffer;Ljava/security/ProtectionDomain;)"
            + "Ljava/lang/Class;";
    rows.add(
        new JdkClass(
            loader,
            needs,
            "loaders of the program's own and threads of the JDK's inherit code that calls these",
            List.of(
                new ClassFile(
                    new Member(loader, "defineClass", bytes),
                    "classes the program loads or makes itself are rewritten, too"),
                new Argument(
                    new Member(loader, "defineClass", buffer),
                    2,
                    "heap",
                    "also those in a direct buffer, which is copied"),
                new Result(
                    new Member(loader, "getSystemClassLoader", "()Ljava/lang/ClassLoader;"),
                    "systemLoader",
                    "the program's loader, also as the parent of loaders it makes"))));
    rows.add(
        new JdkClass(
            "java/lang/Runtime",
            LOADERS,
            "tools of the JDK that the program runs call it",
            List.of(
                new Unless(
                    new Member("java/lang/Runtime", "exit", "(I)V"),
                    "exit",
                    "ends this program only"),
                new Unless(
                    new Member("java/lang/Runtime", "halt", "(I)V"),
                    "halt",
                    "ends this program only"))));
  }

  private static void network(List<JdkClass> rows) {
    String url = "java/net/URL";
    rows.add(
        new JdkClass(
            url,
            List.of(
                url + ".setURLStreamHandlerFactory",
                "-Djava.protocol.handler.pkgs",
                "META-INF/services/java.net.spi.URLStreamHandlerProvider"),
            "it can be set once in a JVM, and handlers are kept for ever",
            List.of(
                field(url, "factory", "Ljava/net/URLStreamHandlerFactory;", 3, 1, "none", OWN),
                field(url, "handlers", "Ljava/util/Hashtable;", 4, 0, "hashtable", OWN))));
    String connection = "java/net/URLConnection";
    rows.add(
        new JdkClass(
            connection,
            List.of(
                connection + ".setContentHandlerFactory",
                connection + ".setFileNameMap",
                connection + ".setDefaultUseCaches",
                connection + ".setDefaultAllowUserInteraction"),
            READS,
            List.of(
                field(connection, "factory", "Ljava/net/ContentHandlerFactory;", 3, 1, "none", OWN),
                field(connection, "handlers", "Ljava/util/Hashtable;", 3, 0, "hashtable", OWN),
                field(connection, "fileNameMap", "Ljava/net/FileNameMap;", 1, 2, "", UNTIL_SET),
                field(connection, "defaultUseCaches", "Z", 3, 1, "", UNTIL_SET),
                field(connection, "defaultAllowUserInteraction", "Z", 2, 1, "", UNTIL_SET))));
    String http = "java/net/HttpURLConnection";
    rows.add(
        set(http, "setFollowRedirects", field(http, "followRedirects", "Z", 2, 1, "", UNTIL_SET)));
    String sockets = "Ljava/net/SocketImplFactory;";
    String socket = "java/net/Socket";
    rows.add(
        set(socket, "setSocketImplFactory", field(socket, "factory", sockets, 4, 1, "none", OWN)));
    String server = "java/net/ServerSocket";
    rows.add(set(server, "setSocketFactory", field(server, "factory", sockets, 2, 1, "none", OWN)));
    defaults(rows);
  }

  private static void defaults(List<JdkClass> rows) {
    record Default(String owner, String name, int reads, int writes) {}
    for (Default each :
        List.of(
            new Default("java/net/Authenticator", "theAuthenticator", 5, 1),
            new Default("java/net/ProxySelector", "theProxySelector", 1, 1),
            new Default("java/net/CookieHandler", "cookieHandler", 1, 1),
            new Default("java/net/ResponseCache", "theResponseCache", 1, 1),
            new Default("javax/net/ssl/SSLContext", "defaultContext", 2, 1))) {
      String type = "L" + each.owner + ";";
      rows.add(
          set(
              each.owner,
              "setDefault",
              field(each.owner, each.name, type, each.reads, each.writes, "", UNTIL_SET)));
    }
    String https = "javax/net/ssl/HttpsURLConnection";
    rows.add(
        new JdkClass(
            https,
            List.of(https + ".setDefaultHostnameVerifier", https + ".setDefaultSSLSocketFactory"),
            READS,
            List.of(
                field(
                    https,
                    "defaultHostnameVerifier",
                    "Ljavax/net/ssl/HostnameVerifier;",
                    2,
                    1,
                    "",
                    UNTIL_SET),
                field(
                    https,
                    "defaultSSLSocketFactory",
                    "Ljavax/net/ssl/SSLSocketFactory;",
                    2,
                    2,
                    "",
                    UNTIL_SET))));
  }

  private static void concurrency(List<JdkClass> rows) {
    rows.add(
        new JdkClass(
            "java/lang/Thread",
            List.of("-Ddev.metaproc.maxThreads"),
            "executors of the JDK start threads for the program",
            List.of(
                new Unless(
                    new Member("java/lang/Thread", "start", "()V"),
                    "starts",
                    "fails when the program has as many threads as it may have"),
                new Unless(
                    new Member("java/lang/Thread", "start", "(Ljdk/internal/vm/ThreadContainer;)V"),
                    "starts",
                    "the same for pools"))));
    String pool = "java/util/concurrent/ForkJoinPool";
    String type = "L" + pool + ";";
    List<String> uses =
        List.of(
            pool + ".commonPool",
            pool + ".getCommonPoolParallelism",
            "java/util/concurrent/ForkJoinTask.*",
            "java/util/concurrent/RecursiveTask.<init>",
            "java/util/concurrent/RecursiveAction.<init>",
            "java/util/concurrent/CountedCompleter.<init>",
            "java/util/concurrent/CompletableFuture.*",
            "java/util/concurrent/SubmissionPublisher.<init>",
            "java/net/http/HttpClient.*",
            "*.parallelStream",
            "*.parallel",
            "java/util/Arrays.parallelSort",
            "java/util/Arrays.parallelPrefix",
            "java/util/Arrays.parallelSetAll",
            "java/util/stream/StreamSupport.stream");
    String why = "streams and futures reach it from inside the JDK";
    String common = "a pool of the program's own, whose threads are the program's";
    rows.add(
        new JdkClass(
            pool, uses, why, List.of(field(pool, "common", type, 5, 0, "commonPool", common))));
    String task = "java/util/concurrent/ForkJoinTask";
    rows.add(
        new JdkClass(
            task, uses, why, List.of(field(pool, "common", type, 2, 0, "commonPool", common))));
    String future = "java/util/concurrent/CompletableFuture";
    rows.add(
        new JdkClass(
            future,
            uses,
            why,
            List.of(field(future, "ASYNC_POOL", type, 5, 0, "commonPool", common))));
  }

  private static void services(List<JdkClass> rows) {
    String manager = "java/util/logging/LogManager";
    String logger = "java/util/logging/Logger";
    String own = "a log manager of the program's own, with its own configuration";
    rows.add(
        new JdkClass(
            manager,
            LOGS,
            "there is one in a JVM, made by a static initialiser",
            List.of(
                field(manager, "manager", "L" + manager + ";", 4, 0, "logManager", own),
                field(logger, "global", "L" + logger + ";", 2, 0, "globalLogger", OWN))));
    rows.add(
        new JdkClass(
            manager + "$LoggerContext",
            LOGS,
            "it completes the loggers of the one log manager",
            List.of(
                field(manager, "manager", "L" + manager + ";", 1, 0, "logManager", own),
                field(logger, "global", "L" + logger + ";", 1, 0, "globalLogger", OWN))));
    rows.add(
        new JdkClass(
            logger,
            LOGS,
            "it belongs to one log manager",
            List.of(field(logger, "global", "L" + logger + ";", 1, 0, "globalLogger", OWN))));
    String record = "java/util/logging/LogRecord";
    rows.add(
        new JdkClass(
            record,
            LOGS,
            "formatters of the JDK write what it says of the code that logged",
            List.of(
                new Result(
                    new Member(record, "getSourceMethodName", "()Ljava/lang/String;"),
                    "logMethod",
                    "static initialisers by the name they have in the source"),
                new Result(
                    new Member(record, "getThrown", "()Ljava/lang/Throwable;"),
                    "logThrown",
                    "its stack trace has the program's frames only"))));
    String bean = "java/util/logging/Logging";
    String type = "L" + manager + ";";
    rows.add(
        new JdkClass(
            bean,
            LOGS,
            "the bean keeps the log manager of whom came first",
            List.of(field(bean, "logManager", type, 4, 0, "currentLogManager", own))));
    String hooks = "java/lang/ApplicationShutdownHooks";
    rows.add(
        new JdkClass(
            hooks,
            Stream.concat(LOGS.stream(), JdkBackground.PREFERENCES.stream()).toList(),
            "the JDK adds hooks of its own, to close log files for example",
            List.of(
                new Unless(
                    new Member(hooks, "add", "(Ljava/lang/Thread;)V"),
                    "addHook",
                    "runs when this program ends"))));
    String beans = "java/lang/management/ManagementFactory";
    String server = "Ljavax/management/MBeanServer;";
    rows.add(
        new JdkClass(
            beans,
            List.of(beans + ".getPlatformMBeanServer"),
            "the JDK registers beans in it",
            List.of(field(beans, "platformMBeanServer", server, 3, 1, "none", OWN))));
    String servers = "javax/management/MBeanServerFactory";
    rows.add(
        new JdkClass(
            servers,
            List.of(beans + ".getPlatformMBeanServer", servers + ".*"),
            "the platform's server is in the list",
            List.of(
                field(servers, "mBeanServerList", "Ljava/util/ArrayList;", 4, 0, "list", OWN))));
    String drivers = "java/sql/DriverManager";
    rows.add(
        new JdkClass(
            drivers,
            List.of(drivers + ".*"),
            "drivers are looked for once in a JVM",
            List.of(
                field(drivers, "driversInitialized", "Z", 2, 1, "no", "looked for anew"),
                field(
                    drivers,
                    "registeredDrivers",
                    "Ljava/util/concurrent/CopyOnWriteArrayList;",
                    8,
                    0,
                    "copyOnWriteList",
                    OWN),
                field(drivers, "loginTimeout", "I", 1, 1, "", UNTIL_SET),
                field(drivers, "logWriter", "Ljava/io/PrintWriter;", 4, 3, "none", OWN),
                field(drivers, "logStream", "Ljava/io/PrintStream;", 1, 2, "none", OWN))));
    String providers = "sun/security/jca/Providers";
    String security = "java/security/Security";
    rows.add(
        new JdkClass(
            providers,
            List.of(
                security + ".addProvider",
                security + ".insertProviderAt",
                security + ".removeProvider"),
            "every engine of the JDK is looked up in it",
            List.of(
                field(
                    providers,
                    "providerList",
                    "Lsun/security/jca/ProviderList;",
                    1,
                    1,
                    "",
                    UNTIL_SET))));
    rows.add(
        new JdkClass(
            security,
            List.of(security + ".setProperty"),
            READS,
            List.of(
                field(
                    security,
                    "props",
                    "Ljava/util/Properties;",
                    5,
                    0,
                    "copyOfProperties",
                    "the program's own copy"))));
    String files = "java/nio/file/spi/FileSystemProvider";
    rows.add(
        new JdkClass(
            files,
            List.of(
                "META-INF/services/java.nio.file.spi.FileSystemProvider",
                "java/nio/file/FileSystems.newFileSystem"),
            "providers are looked for once in a JVM, and each knows the file systems open",
            List.of(
                field(files, "installedProviders", "Ljava/util/List;", 3, 1, "none", OWN),
                field(files, "loadingProviders", "Z", 1, 1, "no", "looked for anew"))));
    String images = "jdk/internal/jrtfs/JrtFileSystemProvider";
    String open = "(Ljava/net/URI;Ljava/util/Map;)Ljava/nio/file/FileSystem;";
    rows.add(
        new JdkClass(
            images,
            List.of("java/nio/file/FileSystems.newFileSystem"),
            "compilers open the run-time image by the JDK's directory",
            List.of(
                new Argument(
                    new Member(images, "newFileSystem", open),
                    2,
                    "imageOptions",
                    "that of the JVM's own JDK is read by the classes the JVM has, not by new"
                        + " ones"))));
  }

  /** JNDI: a server installs its own, once in a JVM; DirectoryManager inherits the methods. */
  private static void naming(List<JdkClass> rows) {
    String manager = "javax/naming/spi/NamingManager";
    String helper = "com/sun/naming/internal/NamingManagerHelper";
    String why = "it can be set once in a JVM";
    String objects = "Ljavax/naming/spi/ObjectFactoryBuilder;";
    rows.add(
        new JdkClass(
            helper,
            List.of("*.setObjectFactoryBuilder"),
            why,
            List.of(field(helper, "object_factory_builder", objects, 2, 1, "none", OWN))));
    String contexts = "Ljavax/naming/spi/InitialContextFactoryBuilder;";
    rows.add(
        new JdkClass(
            manager,
            List.of("*.setInitialContextFactoryBuilder"),
            why,
            List.of(field(manager, "initctx_factory_builder", contexts, 2, 1, "none", OWN))));
  }

  private static void descriptors(List<JdkClass> rows) {
    String descriptor = "java/io/FileDescriptor";
    List<String> uses =
        List.of(descriptor + ".out", descriptor + ".err", descriptor + ".in", JdkNames.DIRECTORY);
    String why = "streams of the program's own descriptors are made in many ways";
    rows.add(
        new JdkClass(
            descriptor,
            uses,
            why,
            List.of(
                new Unless(
                    new Member(descriptor, "close", "()V"),
                    "closes",
                    "closing the program's leaves the JVM's open"))));
    String output = "java/io/FileOutputStream";
    String channel = "()Ljava/nio/channels/FileChannel;";
    String writes = "to FileDescriptor.out and err: the program's standard streams";
    rows.add(
        new JdkClass(
            output,
            uses,
            why,
            List.of(
                new Unless(new Member(output, "write", "(I)V"), "writeByte", writes),
                new Unless(new Member(output, "write", "([B)V"), "writeBytes", writes),
                new Unless(new Member(output, "write", "([BII)V"), "writePart", writes),
                new Instead(
                    new Member(output, "getChannel", channel), "writes", "outputChannel", writes),
                JdkNames.opens(output, "(Ljava/lang/String;Z)V", "openOutput"))));
    String input = "java/io/FileInputStream";
    String reads = "from FileDescriptor.in: the program's standard input";
    String own = "reads";
    rows.add(
        new JdkClass(
            input,
            uses,
            why,
            List.of(
                new Instead(new Member(input, "read", "()I"), own, "readByte", reads),
                new Instead(new Member(input, "read", "([B)I"), own, "readBytes", reads),
                new Instead(new Member(input, "read", "([BII)I"), own, "readPart", reads),
                new Instead(new Member(input, "available", "()I"), own, "available", reads),
                new Instead(new Member(input, "getChannel", channel), own, "inputChannel", reads),
                new Instead(new Member(input, "isRegularFile", "()Z"), own, "isRegular", reads),
                JdkNames.opens(input, "(Ljava/lang/String;)V", "openInput"))));
  }

  private static void dynamicLinker(List<JdkClass> rows) {
    String lookup = "jdk/dynalink/linker/support/Lookup";
    String found = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/reflect/";
    String handle = ";)Ljava/lang/invoke/MethodHandle;";
    String effect = "a script's call does what the row of the member it names says";
    rows.add(
        new JdkClass(
            lookup,
            List.of("jdk/dynalink/DynamicLinkerFactory.*"),
            "the JDK links calls of script languages",
            List.of(
                new Result(
                    new Member(lookup, "unreflect", found + "Method" + handle), "linked", effect),
                new Result(
                    new Member(lookup, "unreflectConstructor", found + "Constructor" + handle),
                    "linked",
                    effect))));
  }

  private static JdkClass set(String owner, String setter, JdkPatch patch) {
    return new JdkClass(owner, List.of(owner + "." + setter), READS, List.of(patch));
  }

  static StaticField field(
      String owner,
      String name,
      String type,
      int reads,
      int writes,
      String initial,
      String effect) {
    return new StaticField(new Member(owner, name, type), reads, writes, initial, effect);
  }
}
