package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.Definitions;
import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.LoopPoll;
import dev.metaproc.isolation.shared.ProgramStatics;
import dev.metaproc.isolation.shared.SharedDomain;
import dev.metaproc.isolation.shared.Statics;
import dev.metaproc.isolation.shared.Tenants;
import java.io.IOException;
import java.util.Objects;
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
  private final OwnDefinitions own;
  private final Set<Program> live = ConcurrentHashMap.newKeySet();
  private final Tenants tenants = new Tenants();

  SharedLoader(String title, Image image, ApiSurface api) {
    super(title, image, api);
    this.classes = image.sharedClasses(api);
    this.own = new OwnDefinitions(classes);
  }

  @Override
  void bind(JdkState state, Program program) {
    live.add(program);
    ProgramStatics statics = Objects.requireNonNull(state.statics());
    tenants.enter(statics);
    var _ =
        program
            .onExit()
            .thenRun(
                () -> {
                  live.remove(program);
                  tenants.leave(statics, program.survivors().isEmpty());
                });
  }

  @Override
  public Tenants tenants() {
    return tenants;
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
   * A class that a program defines in a loader of its own, or as a hidden class of this one. Its
   * own statics are that program's; what it says of this loader's classes becomes per program.
   *
   * @param seesHooks whether that loader finds what the host offers to rewritten classes
   */
  byte[] generated(byte[] classFile, ClassLoader into, boolean seesHooks) {
    return into == this
        ? classes.generated().hidden(classFile)
        : classes.generated().loaded(classFile, name -> isMine(name, into), seesHooks);
  }

  /** Only {@code into} knows what a name means to it. */
  private boolean isMine(String name, ClassLoader into) {
    try {
      return Class.forName(name, false, into).getClassLoader() == this;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Defines a class that a program has made, for all of them. */
  Class<?> define(byte[] classFile, Definitions.Definer how) throws IllegalAccessException {
    String internal = GeneratedClasses.nameOf(classFile);
    if (internal == null) {
      return how.define(classFile);
    }
    String name = internal.replace('/', '.');
    synchronized (getClassLoadingLock(name)) {
      return own.define(Statics.program(this), name, classFile, findLoadedClass(name), how);
    }
  }

  /** The same, where the class is about to be defined. */
  byte[] adopted(byte[] classFile) {
    String name = GeneratedClasses.nameOf(classFile);
    return name == null
        ? classFile
        : own.adopted(Statics.program(this), name.replace('/', '.'), classFile);
  }

  @Override
  public boolean mayFind(Class<?> type) {
    return own.mayFind(type.getName(), () -> Statics.program(this));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> found = super.loadClass(name, resolve);
    if (!mayFind(found)) {
      throw new ClassNotFoundException(name);
    }
    return found;
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
