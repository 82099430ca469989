package dev.metaproc.rewriter;

import dev.metaproc.rewriter.Redirection.Before;
import dev.metaproc.rewriter.Redirection.Keep;
import dev.metaproc.rewriter.Redirection.Reflect;
import dev.metaproc.rewriter.Redirection.Replace;
import dev.metaproc.rewriter.Redirection.Resolve;
import dev.metaproc.rewriter.Redirection.Use;
import java.util.ArrayList;
import java.util.List;

/**
 * The redirections of this version, one row each, in the order of {@code docs/jdk-redirections.md}.
 * A new one is a row here and one static method in the hook class it names.
 */
final class JdkTable {
  static final List<Redirection> ROWS;

  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String THREAD = "java/lang/Thread";
  private static final String LOADER = "java/lang/ClassLoader";
  private static final String FILE = "java/io/File";
  private static final String PATH = "java/nio/file/Path";
  private static final String FILES = "java/nio/file/Files";
  private static final String STR = "Ljava/lang/String;";
  private static final String STRS = "[Ljava/lang/String;";
  private static final String F = "Ljava/io/File;";
  private static final String P = "Ljava/nio/file/Path;";
  private static final String CHARSET = "Ljava/nio/charset/Charset;";

  static {
    List<Redirection> rows = new ArrayList<>();
    streams(rows);
    properties(rows);
    environment(rows);
    ending(rows);
    threads(rows);
    loaders(rows);
    files(rows);
    paths(rows);
    processes(rows);
    signals(rows);
    foreign(rows);
    natives(rows);
    reflection(rows);
    definitions(rows);
    threadLists(rows);
    figures(rows);
    recorder(rows);
    ROWS = List.copyOf(rows);
  }

  private JdkTable() {}

  private static void streams(List<Redirection> rows) {
    String hook = "StreamHooks";
    String print = "Ljava/io/PrintStream;";
    String input = "Ljava/io/InputStream;";
    String descriptor = "java/io/FileDescriptor";
    for (String name : List.of("out", "err", "in")) {
      String own =
          "a descriptor of the program's standard " + (name.equals("in") ? "in" : "out") + "put";
      rows.add(field(descriptor, name, "L" + descriptor + ";", "DescriptorHooks", own));
    }
    rows.add(field(SYSTEM, "out", print, hook, "the program's standard output"));
    rows.add(field(SYSTEM, "err", print, hook, "the program's standard error"));
    rows.add(field(SYSTEM, "in", input, hook, "the program's standard input"));
    rows.add(call(SYSTEM, "setOut", "(" + print + ")V", hook, "replaces it for this program"));
    rows.add(call(SYSTEM, "setErr", "(" + print + ")V", hook, "replaces it for this program"));
    rows.add(call(SYSTEM, "setIn", "(" + input + ")V", hook, "replaces it for this program"));
    rows.add(
        call(SYSTEM, "console", "()Ljava/io/Console;", hook, "null: a program owns no terminal"));
  }

  private static void properties(List<Redirection> rows) {
    String hook = "PropertyHooks";
    String all = "Ljava/util/Properties;";
    String own = "reads this program's properties";
    rows.add(call(SYSTEM, "getProperty", "(" + STR + ")" + STR, hook, own));
    rows.add(call(SYSTEM, "getProperty", "(" + STR + STR + ")" + STR, hook, own));
    rows.add(call(SYSTEM, "setProperty", "(" + STR + STR + ")" + STR, hook, "writes them"));
    rows.add(call(SYSTEM, "clearProperty", "(" + STR + ")" + STR, hook, "writes them"));
    rows.add(call(SYSTEM, "getProperties", "()" + all, hook, "the program's own object"));
    rows.add(call(SYSTEM, "setProperties", "(" + all + ")V", hook, "replaces that object"));
    rows.add(call("java/lang/Boolean", "getBoolean", "(" + STR + ")Z", hook, own));
    for (String type : List.of("Integer", "Long")) {
      String owner = "java/lang/" + type;
      String boxed = "L" + owner + ";";
      String primitive = type.equals("Long") ? "J" : "I";
      String name = "get" + type;
      rows.add(call(owner, name, "(" + STR + ")" + boxed, hook, own));
      rows.add(call(owner, name, "(" + STR + primitive + ")" + boxed, hook, own));
      rows.add(call(owner, name, "(" + STR + boxed + ")" + boxed, hook, own));
    }
  }

  private static void environment(List<Redirection> rows) {
    String hook = "EnvironmentHooks";
    String own = "this program's environment";
    rows.add(call(SYSTEM, "getenv", "()Ljava/util/Map;", hook, own));
    rows.add(call(SYSTEM, "getenv", "(" + STR + ")" + STR, hook, own));
  }

  private static void ending(List<Redirection> rows) {
    String hook = "Endings";
    String ends =
        "ends this program only: hooks run, finally blocks do not, the call never returns";
    rows.add(call(SYSTEM, "exit", "(I)V", hook, ends));
    rows.add(instance(RUNTIME, "exit", "(I)V", hook, ends));
    rows.add(instance(RUNTIME, "halt", "(I)V", hook, "ends this program only, without its hooks"));
    rows.add(
        instance(
            RUNTIME,
            "addShutdownHook",
            "(Ljava/lang/Thread;)V",
            hook,
            "runs when this program ends"));
    rows.add(
        instance(
            RUNTIME, "removeShutdownHook", "(Ljava/lang/Thread;)Z", hook, "the program's hooks"));
    rows.add(instance(FILE, "deleteOnExit", "()V", hook, "deleted when this program ends"));
  }

  private static void threads(List<Redirection> rows) {
    String hook = "ThreadHooks";
    String handler = "Ljava/lang/Thread$UncaughtExceptionHandler;";
    String set = "setDefaultUncaughtExceptionHandler";
    String get = "getDefaultUncaughtExceptionHandler";
    rows.add(call(THREAD, set, "(" + handler + ")V", hook, "for the threads of this program"));
    rows.add(call(THREAD, get, "()" + handler, hook, "for the threads of this program"));
    String loader = "L" + LOADER + ";";
    String context = "the program's own loader until it sets another";
    rows.add(instance(THREAD, "getContextClassLoader", "()" + loader, hook, context));
    rows.add(instance(THREAD, "setContextClassLoader", "(" + loader + ")V", hook, context));
    rows.add(
        new Before(
            new Member(THREAD, "start", "()V"),
            hook,
            "a thread created on a virtual main thread keeps the program alive, as it would from a"
                + " platform thread"));
    rows.add(
        new Before(
            new Member(THREAD, "setDaemon", "(Z)V"), hook, "remembered for the row of start"));
  }

  private static void loaders(List<Redirection> rows) {
    String hook = "LoaderHooks";
    String own = "the program's class path";
    String url = "Ljava/net/URL;";
    String loader = "L" + LOADER + ";";
    String stream = "Ljava/io/InputStream;";
    String layer = "java/lang/ModuleLayer";
    String modules = "the program's modules, if it has any";
    rows.add(call(layer, "boot", "()L" + layer + ";", hook, modules));
    rows.add(call(LOADER, "getSystemClassLoader", "()" + loader, hook, "the program's loader"));
    rows.add(call(LOADER, "getSystemResource", "(" + STR + ")" + url, hook, own));
    rows.add(call(LOADER, "getSystemResources", "(" + STR + ")Ljava/util/Enumeration;", hook, own));
    rows.add(call(LOADER, "getSystemResourceAsStream", "(" + STR + ")" + stream, hook, own));
    rows.add(
        call(
            "dev/metaproc/api/ServiceContext",
            "current",
            "()Ldev/metaproc/api/ServiceContext;",
            hook,
            "the services published to this program"));
  }

  private static void files(List<Redirection> rows) {
    String opens = "a relative name is meant from this program's working directory";
    rows.add(named("java/io/FileInputStream", "(" + STR + ")V", opens));
    rows.add(named("java/io/FileOutputStream", "(" + STR + ")V", opens));
    rows.add(named("java/io/FileOutputStream", "(" + STR + "Z)V", opens));
    rows.add(named("java/io/RandomAccessFile", "(" + STR + STR + ")V", opens));
    rows.add(named("java/io/FileReader", "(" + STR + ")V", opens));
    rows.add(named("java/io/FileReader", "(" + STR + CHARSET + ")V", opens));
    rows.add(named("java/io/FileWriter", "(" + STR + ")V", opens));
    rows.add(named("java/io/FileWriter", "(" + STR + "Z)V", opens));
    rows.add(named("java/io/FileWriter", "(" + STR + CHARSET + ")V", opens));
    rows.add(named("java/io/FileWriter", "(" + STR + CHARSET + "Z)V", opens));
    for (String owner : List.of("java/io/PrintStream", "java/io/PrintWriter")) {
      rows.add(named(owner, "(" + STR + ")V", opens));
      rows.add(named(owner, "(" + STR + STR + ")V", opens));
      rows.add(named(owner, "(" + STR + CHARSET + ")V", opens));
    }
    String locale = "Ljava/util/Locale;";
    rows.add(named("java/util/Formatter", "(" + STR + ")V", opens));
    rows.add(named("java/util/Formatter", "(" + STR + STR + ")V", opens));
    rows.add(named("java/util/Formatter", "(" + STR + STR + locale + ")V", opens));
    rows.add(named("java/util/Formatter", "(" + STR + CHARSET + locale + ")V", opens));
    rows.add(named("java/util/zip/ZipFile", "(" + STR + ")V", opens));
    rows.add(named("java/util/zip/ZipFile", "(" + STR + CHARSET + ")V", opens));
    rows.add(named("java/util/jar/JarFile", "(" + STR + ")V", opens));
    rows.add(named("java/util/jar/JarFile", "(" + STR + "Z)V", opens));
    for (String query :
        List.of(
            "canExecute()Z",
            "canRead()Z",
            "canWrite()Z",
            "createNewFile()Z",
            "delete()Z",
            "exists()Z",
            "getAbsoluteFile()" + F,
            "getAbsolutePath()" + STR,
            "getCanonicalFile()" + F,
            "getCanonicalPath()" + STR,
            "getFreeSpace()J",
            "getTotalSpace()J",
            "getUsableSpace()J",
            "isDirectory()Z",
            "isFile()Z",
            "isHidden()Z",
            "lastModified()J",
            "length()J",
            "list()" + STRS,
            "mkdir()Z",
            "mkdirs()Z",
            "renameTo(" + F + ")Z",
            "setExecutable(Z)Z",
            "setExecutable(ZZ)Z",
            "setLastModified(J)Z",
            "setReadable(Z)Z",
            "setReadable(ZZ)Z",
            "setReadOnly()Z",
            "setWritable(Z)Z",
            "setWritable(ZZ)Z",
            "toURI()Ljava/net/URI;",
            "toURL()Ljava/net/URL;")) {
      rows.add(onReceiver(FILE, query, opens));
    }
    String hook = "FileHooks";
    String asked = "names the program's files as the program named the directory";
    rows.add(instance(FILE, "list", "(Ljava/io/FilenameFilter;)" + STRS, hook, asked));
    rows.add(instance(FILE, "listFiles", "()[" + F, hook, asked));
    rows.add(instance(FILE, "listFiles", "(Ljava/io/FilenameFilter;)[" + F, hook, asked));
    rows.add(instance(FILE, "listFiles", "(Ljava/io/FileFilter;)[" + F, hook, asked));
    String pure = "computes with names only";
    rows.add(new Keep(new Member(FILE, "<init>", ""), pure));
    rows.add(new Keep(new Member(FILE, "compareTo", ""), pure));
    rows.add(new Keep(new Member("java/io/FileFilter", "*", ""), pure));
    rows.add(new Keep(new Member("java/io/FilenameFilter", "*", ""), pure));
  }

  private static void paths(List<Redirection> rows) {
    String opens = "a relative path is meant from this program's working directory";
    rows.add(onReceiver(PATH, "toAbsolutePath()" + P, opens));
    String options = "[Ljava/nio/file/LinkOption;";
    rows.add(onReceiver(PATH, "toRealPath(" + options + ")" + P, opens));
    rows.add(onReceiver(PATH, "toUri()Ljava/net/URI;", opens));
    rows.add(onReceiver(PATH, register("[Ljava/nio/file/WatchEvent$Modifier;"), opens));
    rows.add(onReceiver(PATH, register(""), opens));
    rows.add(
        new Resolve(
            new Member(
                "java/net/UnixDomainSocketAddress",
                "of",
                "(" + STR + ")Ljava/net/UnixDomainSocketAddress;"),
            false,
            true,
            opens));
    String hook = "FileHooks";
    String asked = "gives paths that begin as the program's path did";
    String stream = "Ljava/nio/file/DirectoryStream;";
    String lazy = "Ljava/util/stream/Stream;";
    String visits = "[Ljava/nio/file/FileVisitOption;";
    String visitor = "Ljava/nio/file/FileVisitor;";
    String filter = "Ljava/nio/file/DirectoryStream$Filter;";
    String matcher = "Ljava/util/function/BiPredicate;";
    rows.add(call(FILES, "newDirectoryStream", "(" + P + ")" + stream, hook, asked));
    rows.add(call(FILES, "newDirectoryStream", "(" + P + STR + ")" + stream, hook, asked));
    rows.add(call(FILES, "newDirectoryStream", "(" + P + filter + ")" + stream, hook, asked));
    rows.add(call(FILES, "list", "(" + P + ")" + lazy, hook, asked));
    rows.add(call(FILES, "walk", "(" + P + visits + ")" + lazy, hook, asked));
    rows.add(call(FILES, "walk", "(" + P + "I" + visits + ")" + lazy, hook, asked));
    rows.add(call(FILES, "find", "(" + P + "I" + matcher + visits + ")" + lazy, hook, asked));
    rows.add(call(FILES, "walkFileTree", "(" + P + visitor + ")" + P, hook, asked));
    rows.add(
        call(FILES, "walkFileTree", "(" + P + "Ljava/util/Set;I" + visitor + ")" + P, hook, asked));
    String pure = "computes with names only";
    for (String owner : List.of(PATH, "java/nio/file/PathMatcher")) {
      rows.add(new Keep(new Member(owner, "*", ""), pure));
    }
    rows.add(new Keep(new Member("java/nio/file/FileVisitor", "*", ""), "the program's own code"));
    rows.add(new Keep(new Member("java/nio/file/SimpleFileVisitor", "*", ""), pure));
  }

  private static void processes(List<Redirection> rows) {
    String hook = "ProcessHooks";
    String builder = "java/lang/ProcessBuilder";
    String process = "Ljava/lang/Process;";
    String handle = "java/lang/ProcessHandle";
    String child = "the child gets this program's environment and working directory";
    rows.add(call(handle, "current", "()L" + handle + ";", hook, "the program, with its own pid"));
    String own = "finds the program and its children, too";
    String found = "(J)Ljava/util/Optional;";
    rows.add(call(handle, "of", found, hook, own));
    rows.add(call(handle, "allProcesses", "()Ljava/util/stream/Stream;", hook, own));
    rows.add(instance(builder, "environment", "()Ljava/util/Map;", hook, child));
    rows.add(instance(builder, "start", "()" + process, hook, child));
    for (String command : List.of(STR, STRS)) {
      rows.add(instance(RUNTIME, "exec", "(" + command + ")" + process, hook, child));
      rows.add(instance(RUNTIME, "exec", "(" + command + STRS + ")" + process, hook, child));
      rows.add(instance(RUNTIME, "exec", "(" + command + STRS + F + ")" + process, hook, child));
    }
  }

  private static void signals(List<Redirection> rows) {
    String signal = "sun/misc/Signal";
    String handler = "Lsun/misc/SignalHandler;";
    String hook = "SignalHooks";
    rows.add(
        call(
            signal,
            "handle",
            "(L" + signal + ";" + handler + ")" + handler,
            hook,
            "for what is sent to this program"));
    rows.add(call(signal, "raise", "(L" + signal + ";)V", hook, "sent to this program"));
  }

  private static void natives(List<Redirection> rows) {
    String hook = "NativeHooks";
    String own = "a copy of the library, whose C globals are the program's";
    rows.add(call(SYSTEM, "load", "(" + STR + ")V", hook, own));
    rows.add(call(SYSTEM, "loadLibrary", "(" + STR + ")V", hook, own));
    rows.add(instance(RUNTIME, "load", "(" + STR + ")V", hook, own));
    rows.add(instance(RUNTIME, "loadLibrary", "(" + STR + ")V", hook, own));
  }

  private static void foreign(List<Redirection> rows) {
    String hook = "ForeignHooks";
    String linker = "java/lang/foreign/Linker";
    String segment = "Ljava/lang/foreign/MemorySegment;";
    String function = "Ljava/lang/foreign/FunctionDescriptor;";
    String options = "[Ljava/lang/foreign/Linker$Option;";
    String handle = "Ljava/lang/invoke/MethodHandle;";
    rows.add(
        instance(
            linker,
            "upcallStub",
            "(" + handle + function + "Ljava/lang/foreign/Arena;" + options + ")" + segment,
            hook,
            "a program that ends in the upcall returns zero to the native code"));
    String unwinds = "a program that ended in an upcall unwinds when the downcall returns";
    String of = "(" + function + options + ")" + handle;
    String to = "(" + segment + function + options + ")" + handle;
    rows.add(instance(linker, "downcallHandle", of, hook, unwinds));
    rows.add(instance(linker, "downcallHandle", to, hook, unwinds));
  }

  private static void threadLists(List<Redirection> rows) {
    String hook = "ThreadListHooks";
    String group = "java/lang/ThreadGroup";
    String own = "the threads of this program and of the JVM itself";
    rows.add(call(THREAD, "getAllStackTraces", "()Ljava/util/Map;", hook, own));
    String trace = "()[Ljava/lang/StackTraceElement;";
    String bottom = "that of a virtual main thread ends with its main method, too";
    rows.add(instance(THREAD, "getStackTrace", trace, "TraceHooks", bottom));
    rows.add(instance("java/lang/Throwable", "getStackTrace", trace, "TraceHooks", bottom));
    rows.add(instance(group, "activeCount", "()I", hook, own));
    rows.add(instance(group, "activeGroupCount", "()I", hook, own));
    rows.add(instance(group, "enumerate", "([Ljava/lang/Thread;)I", hook, own));
    rows.add(instance(group, "enumerate", "([Ljava/lang/Thread;Z)I", hook, own));
    rows.add(instance(group, "enumerate", "([L" + group + ";)I", hook, own));
    rows.add(instance(group, "enumerate", "([L" + group + ";Z)I", hook, own));
    String cleaner = "java/lang/ref/Cleaner";
    rows.add(
        call(
            cleaner,
            "create",
            "()L" + cleaner + ";",
            "ThreadHooks",
            "on a thread of this program"));
    rows.add(
        call(
            cleaner,
            "create",
            "(Ljava/util/concurrent/ThreadFactory;)L" + cleaner + ";",
            "ThreadHooks",
            "its thread ends with this program"));
  }

  private static void recorder(List<Redirection> rows) {
    String recorder = "jdk/jfr/FlightRecorder";
    String hook = "RecorderHooks";
    String type = "Ljava/lang/Class;";
    String task = "Ljava/lang/Runnable;";
    String listener = "Ljdk/jfr/FlightRecorderListener;";
    String until = "called as this program, until it ends";
    rows.add(call(recorder, "register", "(" + type + ")V", hook, "unregistered when it ends"));
    rows.add(call(recorder, "addPeriodicEvent", "(" + type + task + ")V", hook, until));
    rows.add(call(recorder, "removePeriodicEvent", "(" + task + ")Z", hook, "its own"));
    rows.add(call(recorder, "addListener", "(" + listener + ")V", hook, until));
    rows.add(call(recorder, "removeListener", "(" + listener + ")Z", hook, "its own"));
  }

  /** What the JVM says of itself. */
  private static void figures(List<Redirection> rows) {
    String processes = "ProcessHooks";
    String processors = "as many as the program may use";
    rows.add(instance(RUNTIME, "availableProcessors", "()I", processes, processors));
    String heap = "the JVM's: all programs live in one heap";
    for (String figure : List.of("maxMemory", "totalMemory", "freeMemory")) {
      rows.add(new Keep(new Member(RUNTIME, figure, ""), heap));
    }
    String hook = "BeanHooks";
    String beans = "java/lang/management/";
    String factory = beans + "ManagementFactory";
    rows.add(
        bean("RuntimeMXBean", "pid, start, properties, options and class path of this program"));
    rows.add(
        bean(
            "ThreadMXBean",
            "lists, counts and deadlocks are of this program's threads and of the JVM's own; peak"
                + " and total are the JVM's"));
    rows.add(
        bean(
            "OperatingSystemMXBean",
            "the program's processors and processor time; memory, load and descriptors are the"
                + " JVM's"));
    String same = "the same beans";
    String managed = "L" + beans + "PlatformManagedObject;";
    String type = "(Ljava/lang/Class;)";
    rows.add(call(factory, "getPlatformMXBean", type + managed, hook, same));
    rows.add(call(factory, "getPlatformMXBeans", type + "Ljava/util/List;", hook, same));
    String server = "()Ljavax/management/MBeanServer;";
    rows.add(
        call(
            factory,
            "getPlatformMBeanServer",
            server,
            hook,
            "the program's own, with these beans"));
  }

  private static Redirection bean(String name, String effect) {
    String beans = "java/lang/management/";
    return call(
        beans + "ManagementFactory", "get" + name, "()L" + beans + name + ";", "BeanHooks", effect);
  }

  private static void reflection(List<Redirection> rows) {
    String object = "Ljava/lang/Object;";
    String type = "Ljava/lang/Class;";
    String handle = "Ljava/lang/invoke/MethodHandle;";
    String methodType = "Ljava/lang/invoke/MethodType;";
    String reflect = "java/lang/reflect/";
    String method = "L" + reflect + "Method;";
    String constructor = "L" + reflect + "Constructor;";
    String field = "L" + reflect + "Field;";
    String same = "does what calling the member would do";
    rows.add(
        new Reflect(
            new Member(reflect + "Method", "invoke", "(" + object + "[" + object + ")" + object),
            same));
    rows.add(
        new Reflect(
            new Member(reflect + "Constructor", "newInstance", "([" + object + ")" + object),
            same));
    rows.add(new Reflect(new Member(reflect + "Field", "get", "(" + object + ")" + object), same));
    String lookup = "java/lang/invoke/MethodHandles$Lookup";
    String hook = "HandleHooks";
    String named = "(" + type + STR + methodType + ")" + handle;
    for (String finder : List.of("findStatic", "findVirtual")) {
      rows.add(instance(lookup, finder, named, hook, same));
    }
    String unbound = "(" + type + methodType + ")" + handle;
    rows.add(instance(lookup, "findConstructor", unbound, hook, same));
    String getter = "(" + type + STR + type + ")" + handle;
    rows.add(instance(lookup, "findStaticGetter", getter, hook, same));
    String bound = "(" + object + STR + methodType + ")" + handle;
    rows.add(instance(lookup, "bind", bound, hook, same));
    rows.add(instance(lookup, "unreflect", "(" + method + ")" + handle, hook, same));
    rows.add(
        instance(lookup, "unreflectConstructor", "(" + constructor + ")" + handle, hook, same));
    rows.add(instance(lookup, "unreflectGetter", "(" + field + ")" + handle, hook, same));
  }

  private static void definitions(List<Redirection> rows) {
    String lookup = "java/lang/invoke/MethodHandles$Lookup";
    String options = "[Ljava/lang/invoke/MethodHandles$Lookup$ClassOption;";
    String hook = "DefinitionHooks";
    String effect = "the class is rewritten as those of the class path are";
    rows.add(instance(lookup, "defineClass", "([B)Ljava/lang/Class;", hook, effect));
    rows.add(
        instance(
            lookup, "defineHiddenClass", "([BZ" + options + ")L" + lookup + ";", hook, effect));
    rows.add(
        instance(
            lookup,
            "defineHiddenClassWithClassData",
            "([BLjava/lang/Object;Z" + options + ")L" + lookup + ";",
            hook,
            effect));
  }

  private static String register(String modifiers) {
    return "register(Ljava/nio/file/WatchService;[Ljava/nio/file/WatchEvent$Kind;"
        + modifiers
        + ")Ljava/nio/file/WatchKey;";
  }

  private static Redirection field(String owner, String name, String type, String hook, String e) {
    return new Replace(new Member(owner, name, type), Use.FIELD_READ, hook, e);
  }

  private static Redirection call(String owner, String name, String type, String hook, String e) {
    return new Replace(new Member(owner, name, type), Use.STATIC_CALL, hook, e);
  }

  private static Redirection instance(
      String owner, String name, String type, String hook, String effect) {
    return new Replace(new Member(owner, name, type), Use.INSTANCE_CALL, hook, effect);
  }

  private static Redirection named(String owner, String type, String effect) {
    return new Resolve(new Member(owner, "<init>", type), false, true, effect);
  }

  private static Redirection onReceiver(String owner, String method, String effect) {
    int split = method.indexOf('(');
    Member member = new Member(owner, method.substring(0, split), method.substring(split));
    return new Resolve(member, true, false, effect);
  }
}
