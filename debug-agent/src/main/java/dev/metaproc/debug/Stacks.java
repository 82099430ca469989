package dev.metaproc.debug;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What threads do, also where a debugger has stopped them: {@link Thread#getStackTrace} of a
 * virtual thread that was stopped when it was about to go on does not return before it is resumed
 * (JDK 25, {@code VirtualThread.asyncGetStackTrace}). The JVM's own dump of all threads sees it.
 */
final class Stacks {
  private static final StackTraceElement[] NONE = {};
  private static final Pattern THREAD = Pattern.compile("#(\\d+) \".*");

  /** {@code module/a.B.c(B.java:1)}, with a class loader's name in front where it has one. */
  private static final Pattern FRAME =
      Pattern.compile(
          "\\s+at (?:(?<loader>[^/$(]*)/(?=[^/$(]*/))?(?:(?<module>[^/$(]*)/)?(?<type>[^(]+)"
              + "\\.(?<method>[^.(]+)\\((?<file>[^:)]*)(?::(?<line>\\d+))?\\)");

  private static final int NATIVE = -2;
  private static final int UNKNOWN = -1;

  private final boolean isDumped;
  private final Map<Long, StackTraceElement[]> dumped;

  private Stacks(boolean isDumped) {
    this.isDumped = isDumped;
    dumped = isDumped ? dump() : Map.of();
  }

  /** Those of some threads, now. */
  static Stacks of(Collection<Thread> threads) {
    return new Stacks(threads.stream().anyMatch(Thread::isVirtual) && DebugJvm.hasLoadedAgent());
  }

  /** The innermost frame first; none of a thread that has ended. */
  StackTraceElement[] of(Thread thread) {
    return isDumped && thread.isVirtual()
        ? dumped.getOrDefault(thread.threadId(), NONE)
        : thread.getStackTrace();
  }

  private static Map<Long, StackTraceElement[]> dump() {
    try {
      Path directory = Files.createTempDirectory("metaproc-stacks");
      Path file = directory.resolve("dump");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return read(Files.readAllLines(file));
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      return Map.of(); // no stacks are better than none of the host's answers any more
    }
  }

  /** The stacks in a dump by their threads' ids. */
  static Map<Long, StackTraceElement[]> read(List<String> dump) {
    Map<Long, StackTraceElement[]> stacks = new HashMap<>();
    List<StackTraceElement> frames = new ArrayList<>();
    long thread = 0;
    for (String line : dump) {
      Matcher frame = FRAME.matcher(line);
      Matcher next = THREAD.matcher(line);
      if (frame.matches()) {
        frames.add(element(frame));
      } else if (next.matches()) {
        stacks.put(thread, frames.toArray(NONE));
        frames.clear();
        thread = Long.parseLong(next.group(1));
      }
    }
    stacks.put(thread, frames.toArray(NONE));
    return stacks;
  }

  private static StackTraceElement element(Matcher frame) {
    String file = frame.group("file");
    String line = frame.group("line");
    boolean isFile = !file.equals("Native Method") && !file.equals("Unknown Source");
    return new StackTraceElement(
        frame.group("loader"),
        frame.group("module"),
        null,
        frame.group("type"),
        frame.group("method"),
        isFile ? file : null,
        line != null ? Integer.parseInt(line) : file.equals("Native Method") ? NATIVE : UNKNOWN);
  }
}
