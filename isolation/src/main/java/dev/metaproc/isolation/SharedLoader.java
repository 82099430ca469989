package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.LoopPoll;
import dev.metaproc.isolation.shared.ProgramStatics;
import dev.metaproc.isolation.shared.SharedDomain;
import dev.metaproc.isolation.shared.Statics;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The class loader that all programs of an image have in shared mode: it defines each class once,
 * and the thread that runs the code tells the program.
 */
final class SharedLoader extends ImageLoader implements JdkState.Holder, SharedDomain {
  static {
    registerAsParallelCapable();
  }

  private final LoopPoll poll = new LoopPoll(this);
  private final SharedClasses classes;
  private final Set<Program> live = ConcurrentHashMap.newKeySet();

  SharedLoader(String title, Image image, ApiSurface api) {
    super(title, image, api);
    this.classes = image.sharedClasses(api);
  }

  @Override
  void bind(JdkState state, Program program) {
    live.add(program);
    var _ = program.onExit().thenRun(() -> live.remove(program));
  }

  @Override
  public LoopPoll poll() {
    return poll;
  }

  @Override
  public JdkState jdkState() {
    return (JdkState) Statics.program(this).state();
  }

  /**
   * Threads that got another context class loader from the JDK, such as the workers of a pool, are
   * told by what they inherited or by their group, and keep that loader, wrapped. Of threads that
   * no program started nothing is known.
   */
  @Override
  public ProgramStatics programOfOddThread() {
    Thread thread = Thread.currentThread();
    ProgramStatics statics = ProgramStatics.inherited();
    Program program = statics != null ? null : CurrentProgram.ofGroup(thread.getThreadGroup());
    if (program != null) {
      statics = program.state().statics();
    }
    if (statics != null && statics.domain() == this) {
      statics.adopt(thread);
      return statics;
    }
    return theOnlyProgram(thread);
  }

  private ProgramStatics theOnlyProgram(Thread thread) {
    Program[] programs = live.toArray(Program[]::new);
    ProgramStatics only = programs.length == 1 ? programs[0].state().statics() : null;
    if (only == null) {
      throw new IllegalStateException(
          "thread "
              + thread.getName()
              + " runs code of "
              + this
              + ", which "
              + programs.length
              + " programs share, and belongs to none of them: start them with"
              + " --isolation=loader");
    }
    return only;
  }

  /**
   * What the class says of this loader's classes must become per program; of classes that {@code
   * into} defines itself, nothing. Which are which only that loader knows, so it is asked.
   */
  @Override
  public byte[] rewriteGenerated(byte[] classFile, ClassLoader into) {
    return classes.rewriteGenerated(classFile, name -> isMine(name, into));
  }

  private boolean isMine(String name, ClassLoader into) {
    if (into == this) {
      return true;
    }
    try {
      return Class.forName(name, false, into).getClassLoader() == this;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  byte[] shim() {
    return Image.sharedShim();
  }

  @Override
  Image.@Nullable ImageClass find(String name) throws IOException {
    return classes.find(name);
  }
}
