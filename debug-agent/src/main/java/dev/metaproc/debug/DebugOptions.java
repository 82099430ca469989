package dev.metaproc.debug;

import java.util.Locale;

/**
 * How one program is to be debugged, as {@code -agentlib:jdwp=} says it for a JVM.
 *
 * @param server whether the program listens, or connects to a debugger that does
 * @param suspend whether it waits for the debugger before its first instruction
 * @param address {@code [host:]port}; what listens does so on the loopback interface alone
 * @param virtualThreads whether virtual threads are listed, and stopped with the others
 * @param quiet whether the address is not to be printed
 */
public record DebugOptions(
    boolean server, boolean suspend, String address, boolean virtualThreads, boolean quiet) {
  /** Listens at any port. */
  public static DebugOptions listening(boolean suspend) {
    return new DebugOptions(true, suspend, "0", false, false);
  }

  /**
   * Reads the options of {@code -agentlib:jdwp=} or {@code -Xrunjdwp:}, such as {@code
   * transport=dt_socket,server=y,suspend=n,address=5005}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static DebugOptions parse(String text) {
    boolean server = false;
    boolean suspend = true;
    String address = "";
    boolean virtualThreads = false;
    boolean quiet = false;
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      String value = equals < 0 ? "" : option.substring(equals + 1);
      switch (name) {
        case "transport" -> transport(value);
        case "server" -> server = flag(name, value);
        case "suspend" -> suspend = flag(name, value);
        case "address" -> address = value;
        case "includevirtualthreads" -> virtualThreads = flag(name, value);
        case "quiet" -> quiet = flag(name, value);
        // what these ask for is so, or means nothing to one program
        case "timeout", "mutf8", "allow", "strict", "stdalloc", "logfile", "logflags" -> {}
        default ->
            throw new IllegalArgumentException(
                "debug option '"
                    + option
                    + "' is not supported: use transport=dt_socket, server,"
                    + " suspend, address, includevirtualthreads and quiet");
      }
    }
    if (!server && address.isEmpty()) {
      throw new IllegalArgumentException(
          "debug options '"
              + text
              + "' name no address to connect to: add address=HOST:PORT, or"
              + " server=y to listen");
    }
    return new DebugOptions(
        server, suspend, checked(address.isEmpty() ? "0" : address), virtualThreads, quiet);
  }

  private static void transport(String value) {
    if (!value.equals("dt_socket")) {
      throw new IllegalArgumentException("debug option transport=" + value + ": must be dt_socket");
    }
  }

  private static boolean flag(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "y" -> true;
      case "n" -> false;
      default ->
          throw new IllegalArgumentException(
              "debug option " + name + "=" + value + ": must be y or n");
    };
  }

  private static String checked(String address) {
    String port = address.substring(address.lastIndexOf(':') + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException(
          "debug option address=" + address + ": must be [host:]port with a port from 0 to 65535");
    }
    return address;
  }
}
