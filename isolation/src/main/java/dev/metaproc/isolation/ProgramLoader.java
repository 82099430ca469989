package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.LoopPoll;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The class loader of one program: it defines the program's own copy of every class. */
final class ProgramLoader extends ImageLoader implements JdkState.Holder {
  static {
    registerAsParallelCapable();
  }

  private final LoopPoll poll = new LoopPoll(this);
  private final Image image;
  private final ApiSurface api;
  private volatile @Nullable JdkState state;
  private volatile @Nullable Program program;

  private final Function<List<Path>, Image> images;
  private final List<Image> appended = new CopyOnWriteArrayList<>();
  private final Queue<Class<?>> defined = new ConcurrentLinkedQueue<>();
  private @Nullable ProgramInstrumentation instrumentation;
  private @Nullable ClassLoader inherited;

  /**
   * A loader.
   *
   * @param images opens what an agent appends to the class path
   */
  ProgramLoader(String title, Image image, ApiSurface api, Function<List<Path>, Image> images) {
    super(title, image, api);
    this.images = images;
    this.image = image;
    this.api = api;
  }

  @Override
  void bind(JdkState state, Program program) {
    this.state = state;
    this.program = program;
  }

  @Override
  public LoopPoll poll() {
    return poll;
  }

  @Override
  public JdkState jdkState() {
    return Objects.requireNonNull(state, "not bound to a program yet");
  }

  @Nullable Program program() {
    return program;
  }

  @Override
  byte[] shim() {
    return Image.shim();
  }

  @Override
  Image.@Nullable ImageClass find(String name) throws IOException {
    if (api.isOwnCopy(name)) {
      return image.copyOf(name);
    }
    Image.ImageClass found = instrumented(name, image);
    for (Image each : appended) {
      found = found == null ? instrumented(name, each) : found;
    }
    return found;
  }

  private Image.@Nullable ImageClass instrumented(String name, Image from) throws IOException {
    Image.ImageClass found = from.find(name);
    Image.ImageClass given = found == null || instrumentation == null ? null : from.read(name);
    if (found == null || instrumentation == null || given == null) {
      return found;
    }
    byte[] before = given.bytes();
    byte[] after =
        instrumentation.transformed(
            this, name.replace('.', '/'), null, domain(given.source()), before);
    return Arrays.equals(before, after) ? found : given.with(Image.redirected(after));
  }

  /** Takes the classes that {@code parent}'s class path has from it. Before any is loaded. */
  void inherit(ClassLoader parent) {
    inherited = parent;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (inherited != null && !name.equals(SHIM)) {
      try {
        return inherited.loadClass(name);
      } catch (ClassNotFoundException e) {
        return super.findClass(name); // the child's own
      }
    }
    return super.findClass(name);
  }

  /** Makes it one whose classes agents see and change. */
  void instrument() {
    instrumentation = new ProgramInstrumentation(this);
  }

  /** Null for a program without agents. */
  @Nullable ProgramInstrumentation instrumentation() {
    return instrumentation;
  }

  @Override
  void defined(Class<?> type) {
    super.defined(type);
    if (instrumentation != null) {
      defined.add(type);
    }
  }

  /** Those an agent may see. */
  Collection<Class<?>> visibleToAgents() {
    return List.copyOf(defined);
  }

  /** Whether that loader's classes are the program's. */
  boolean isOfProgram(ClassLoader other) {
    for (ClassLoader l = other; l != null; l = l.getParent()) {
      if (l == this) {
        return true;
      }
    }
    return false;
  }

  /** Adds a jar to the end of the class path. */
  void append(Path jar) {
    appended.add(images.apply(List.of(jar)));
  }

  @Override
  protected @Nullable URL findResource(String name) {
    URL found = super.findResource(name);
    for (Image each : appended) {
      found = found == null ? each.resource(name) : found;
    }
    return found;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<URL> found = Collections.list(super.findResources(name));
    appended.forEach(each -> found.addAll(each.resources(name)));
    return Collections.enumeration(found);
  }
}
