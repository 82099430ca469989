package dev.metaproc.rewriter;

import java.util.ArrayList;
import java.util.List;

/**
 * What a program can have open. Writers and buffered streams are not here: closing those would
 * write what a JVM that ends does not write; the file below them is closed by the collector, as are
 * maps of files into memory.
 */
final class ResourceTable {
  static final List<Resource> ROWS;

  private static final String NEW = "<init>";

  static {
    List<Resource> rows = new ArrayList<>();
    String closed = "closed, if the program still refers to it; by the collector otherwise";
    add(rows, "java/io/FileInputStream", closed, NEW);
    add(rows, "java/io/FileOutputStream", closed, NEW);
    add(rows, "java/io/RandomAccessFile", closed, NEW);
    add(rows, "java/util/zip/ZipFile", closed, NEW);
    add(rows, "java/util/jar/JarFile", closed, NEW);
    add(rows, "java/net/URLClassLoader", closed, NEW, "newInstance");
    add(rows, "java/net/Socket", closed, NEW);
    add(rows, "java/net/ServerSocket", closed, NEW, "accept");
    add(rows, "java/net/DatagramSocket", closed, NEW);
    add(rows, "java/net/MulticastSocket", closed, NEW);
    add(rows, "javax/net/SocketFactory", closed, "createSocket");
    add(rows, "javax/net/ssl/SSLSocketFactory", closed, "createSocket");
    add(rows, "javax/net/ServerSocketFactory", closed, "createServerSocket");
    add(rows, "java/nio/file/FileSystem", closed, "newWatchService");
    String files = "java/nio/file/Files";
    add(rows, files, closed, "newByteChannel", "newInputStream", "newOutputStream");
    String always = "closed";
    for (String channel :
        List.of(
            "AsynchronousFileChannel",
            "AsynchronousServerSocketChannel",
            "AsynchronousSocketChannel",
            "DatagramChannel",
            "FileChannel",
            "Pipe",
            "Selector",
            "ServerSocketChannel",
            "SocketChannel")) {
      add(rows, "java/nio/channels/" + channel, always, "open");
    }
    add(rows, "java/nio/channels/ServerSocketChannel", always, "accept");
    add(rows, "jdk/jfr/Recording", always, NEW);
    add(rows, "jdk/jfr/consumer/RecordingStream", always, NEW);
    String provider = "java/nio/channels/spi/SelectorProvider";
    add(rows, provider, always, "openDatagramChannel", "openPipe", "openSelector");
    add(rows, provider, always, "openServerSocketChannel", "openSocketChannel");
    String stopped = "stopped at once";
    String group = "java/nio/channels/AsynchronousChannelGroup";
    add(rows, group, stopped, "withCachedThreadPool", "withFixedThreadPool", "withThreadPool");
    add(rows, "com/sun/net/httpserver/HttpServer", stopped, "create");
    add(rows, "com/sun/net/httpserver/HttpsServer", stopped, "create");
    add(rows, "java/net/http/HttpClient", stopped, "newHttpClient");
    add(rows, "java/net/http/HttpClient$Builder", stopped, "build");
    // the JDK's cleaner keeps it, and with it the program's thread factory, until it is shut down
    String shut = "shut down, if the program still refers to it";
    add(rows, "java/util/concurrent/Executors", shut, "newSingleThreadExecutor");
    ROWS = List.copyOf(rows);
  }

  private ResourceTable() {}

  private static void add(List<Resource> rows, String owner, String closed, String... names) {
    for (String name : names) {
      rows.add(new Resource(owner, name, closed));
    }
  }
}
