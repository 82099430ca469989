package dev.metaproc.isolation.reclaim;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectArrayInstance;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;
import org.netbeans.lib.profiler.heap.PrimitiveArrayInstance;

/**
 * Shortest paths from the roots of the collector to some objects, found in a dump of this JVM's
 * heap. Weak and phantom references hold nothing; soft ones do, as long as memory suffices.
 */
public final class HeapPaths {
  private final Heap heap;
  private final Map<Long, Step> steps = new HashMap<>();
  private final Deque<Long> next = new ArrayDeque<>();

  /** How an object was reached: by which field of which other one, 0 for a root. */
  private record Step(long from, String by) {}

  private HeapPaths(Heap heap) {
    this.heap = heap;
  }

  /**
   * The paths to the referents of all references of one class.
   *
   * @param reference a subclass of {@code WeakReference}
   * @param key a {@code long} field of it
   * @return for each key the path, a line a step, the root first; empty where none was found
   * @throws IOException if the heap cannot be dumped into the directory for temporary files
   */
  public static Map<Long, List<String>> toReferents(Class<?> reference, String key)
      throws IOException {
    Path directory = Files.createTempDirectory("heap");
    try {
      Path dump = directory.resolve("live.hprof");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(dump.toString(), true);
      return new HeapPaths(HeapFactory.createHeap(dump.toFile())).find(reference.getName(), key);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }

  private Map<Long, List<String>> find(String reference, String key) {
    Map<Long, Long> targets = new LinkedHashMap<>();
    for (Object each : heap.getJavaClassByName(reference).getInstances()) {
      Instance weak = (Instance) each;
      if (weak.getValueOfField("referent") instanceof Instance referent) {
        targets.put((Long) weak.getValueOfField(key), referent.getInstanceId());
      }
    }
    search(targets);
    Map<Long, List<String>> paths = new LinkedHashMap<>();
    targets.forEach((of, target) -> paths.put(of, path(target)));
    return paths;
  }

  private void search(Map<Long, Long> targets) {
    for (Object each : heap.getGCRoots()) {
      GCRoot root = (GCRoot) each;
      if (root.getInstance() != null) {
        reach(0, root.getKind(), root.getInstance());
      }
    }
    while (!next.isEmpty() && !steps.keySet().containsAll(targets.values())) {
      long id = next.remove();
      JavaClass asClass = heap.getJavaClassByID(id);
      Instance instance = heap.getInstanceByID(id);
      if (asClass != null) {
        fromClass(id, asClass);
      }
      if (instance != null) {
        fromInstance(id, instance, asClass == null);
      }
    }
  }

  /** The library gives its class loader as one more static field. */
  private void fromClass(long id, JavaClass type) {
    for (Object each : type.getStaticFieldValues()) {
      if (each instanceof ObjectFieldValue value) {
        reach(id, value.getField().getName(), value.getInstance());
      }
    }
    JavaClass parent = type.getSuperClass();
    if (parent != null) {
      reach(id, "its superclass", parent.getJavaClassId());
    }
  }

  private void fromInstance(long id, Instance instance, boolean isPlain) {
    if (isPlain) {
      reach(id, "its class", instance.getJavaClass().getJavaClassId());
    }
    if (instance instanceof ObjectArrayInstance array) {
      int index = 0;
      for (Object each : array.getValues()) {
        reach(id, "[" + index++ + "]", (Instance) each);
      }
      return;
    }
    boolean isWeak = isWeak(instance.getJavaClass());
    for (Object each : instance.getFieldValues()) {
      if (each instanceof ObjectFieldValue value) {
        String field = value.getField().getName();
        if (!isWeak || !(field.equals("referent") || field.equals("discovered"))) {
          reach(id, field, value.getInstance());
        }
      }
    }
  }

  private static boolean isWeak(JavaClass of) {
    for (JavaClass type = of; type != null; type = type.getSuperClass()) {
      String name = type.getName();
      if (name.equals("java.lang.ref.WeakReference")
          || name.equals("java.lang.ref.PhantomReference")) {
        return true;
      }
    }
    return false;
  }

  private void reach(long from, String by, @Nullable Instance to) {
    if (to != null) {
      reach(from, by, to.getInstanceId());
    }
  }

  private void reach(long from, String by, long to) {
    if (steps.putIfAbsent(to, new Step(from, by)) == null) {
      next.add(to);
    }
  }

  private List<String> path(long target) {
    Deque<String> lines = new ArrayDeque<>();
    String by = "";
    long id = target;
    for (Step step = steps.get(id); step != null; step = steps.get(id)) {
      lines.addFirst(describe(id) + by);
      by = "." + step.by();
      if (step.from() == 0) {
        lines.addFirst(step.by());
      }
      id = step.from();
    }
    return List.copyOf(lines);
  }

  private String describe(long id) {
    JavaClass type = heap.getJavaClassByID(id);
    if (type != null) {
      return "class " + type.getName();
    }
    Instance instance = heap.getInstanceByID(id);
    String name = instance.getJavaClass().getName();
    String called = instance.getValueOfField("name") instanceof Instance given ? text(given) : null;
    return called == null ? name : name + " \"" + called + "\"";
  }

  /** The characters of a string; null if it is none, or not of Latin-1 characters only. */
  private static @Nullable String text(Instance string) {
    if (!(string.getValueOfField("value") instanceof PrimitiveArrayInstance bytes)
        || !Byte.valueOf((byte) 0).equals(string.getValueOfField("coder"))) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (Object each : bytes.getValues()) {
      text.append((char) (Integer.parseInt(each.toString()) & 0xff));
    }
    return text.toString();
  }
}
