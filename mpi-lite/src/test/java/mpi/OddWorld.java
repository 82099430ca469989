package mpi;

import dev.metaproc.mpi.JobAborted;
import dev.metaproc.mpi.JobOptions;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import mpi.programs.Reflection;
import org.jspecify.annotations.Nullable;

/** A job of two ranks of which one makes one call: what a {@link BadArgumentsTest} is made in. */
final class OddWorld implements AutoCloseable {
  static final int LENGTH = 8;

  /** Makes what a method is called on. */
  interface Receiver {
    Object in(OddWorld world) throws Exception;
  }

  static final Map<Class<?>, Receiver> RECEIVERS =
      Map.ofEntries(
          Map.entry(MPI.class, world -> world),
          Map.entry(Intracomm.class, world -> world.all),
          Map.entry(Intercomm.class, OddWorld::joined),
          Map.entry(CartComm.class, OddWorld::grid),
          Map.entry(GraphComm.class, OddWorld::graph),
          Map.entry(Group.class, world -> world.all.getGroup()),
          Map.entry(Request.class, world -> world.all.iRecv(new int[1], 1, Predefined.INT, 1, 0)),
          Map.entry(
              Prequest.class, world -> world.all.sendInit(new int[1], 1, Predefined.INT, 1, 0)),
          Map.entry(
              PartitionedRequest.class,
              world -> world.all.psendInit(new int[4], 2, 2, Predefined.INT, 1, 0)),
          Map.entry(Status.class, world -> new Status()),
          Map.entry(Message.class, world -> new Message()),
          Map.entry(Datatype.class, world -> Datatype.Vector(2, 1, 2, Predefined.INT)),
          Map.entry(Op.class, world -> new Op(OddValues.FUNCTION, true)),
          Map.entry(Info.class, world -> new Info()),
          Map.entry(Errhandler.class, world -> Predefined.ERRORS_RETURN),
          Map.entry(Win.class, OddWorld::window),
          Map.entry(File.class, OddWorld::file),
          Map.entry(Session.class, OddWorld::session),
          Map.entry(Count.class, world -> new Count(3)),
          Map.entry(Int2.class, world -> new Int2(4)),
          Map.entry(DoubleComplex.class, world -> DoubleComplex.get(DoubleBuffer.allocate(2))));

  final Intracomm all;
  final Intracomm self;
  final Path directory;
  private final MpiJob job = MpiJob.create(2, (rank, code, reason) -> {}, JobOptions.defaults());
  private final Intracomm partner;
  private final Intracomm partnerSelf;
  private final MpiProcess process;
  private @Nullable RankLoader loader;
  private @Nullable File opened;

  OddWorld(Path directory) {
    this.directory = directory;
    this.process = job.process(0, false, OddWorld.class::getClassLoader);
    process.init(new String[0]);
    this.all = process.world();
    this.self = process.self();
    MpiProcess other = job.process(1, false, OddWorld.class::getClassLoader);
    other.init(new String[0]);
    this.partner = other.world();
    this.partnerSelf = other.self();
  }

  /** As programs see it, who have a class MPI of their own. */
  Executable own(Executable member) throws ReflectiveOperationException {
    if (member.getDeclaringClass() != MPI.class) {
      return member;
    }
    Class<?> own = loader().loadClass("mpi.MPI");
    return member instanceof Constructor<?>
        ? own.getConstructor(member.getParameterTypes())
        : own.getMethod(member.getName(), member.getParameterTypes());
  }

  Object receiver(Class<?> type) throws Exception {
    return Objects.requireNonNull(RECEIVERS.get(type)).in(this);
  }

  /** Static members of shared classes look for the rank's program on the stack. */
  @Nullable Object call(Executable member, @Nullable Object receiver, @Nullable Object[] arguments)
      throws Throwable {
    if (!(member instanceof Method) || !Modifier.isStatic(member.getModifiers())) {
      return Reflection.call(member, receiver, arguments);
    }
    try {
      return loader()
          .loadClass(Reflection.class.getName())
          .getMethod("call", Executable.class, Object.class, Object[].class)
          .invoke(null, member, receiver, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private RankLoader loader() {
    RankLoader made = loader;
    if (made == null) {
      made = new RankLoader(process);
      loader = made;
    }
    return made;
  }

  /** A rank that waits is named in the deadlock report; here nobody will ever come. */
  void killIfItWaits() {
    if (job.describeWait(0) != null) {
      job.killAll("nobody comes");
    }
  }

  private static Intercomm joined(OddWorld world) throws Exception {
    Thread other =
        Thread.startVirtualThread(() -> world.partner.createIntercomm(world.partnerSelf, 0, 0, 5));
    Intercomm made = world.all.createIntercomm(world.self, 0, 1, 5);
    other.join();
    return made;
  }

  private static Object session(OddWorld world) throws Exception {
    try {
      return Objects.requireNonNull(
          world.call(Session.class.getMethod("init"), null, new Object[0]));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static Object grid(OddWorld world) {
    return world.self.createCart(new int[] {1}, new boolean[] {true}, false);
  }

  private static Object graph(OddWorld world) {
    return world.self.createGraph(new int[] {1}, new int[] {0}, false);
  }

  private static Object window(OddWorld world) {
    return new Win(
        ByteBuffer.allocateDirect(4 * LENGTH).asIntBuffer(),
        LENGTH,
        1,
        Predefined.INFO_NULL,
        world.self);
  }

  private static File file(OddWorld world) {
    String name = world.directory.resolve("data").toString();
    File made = new File(world.self, name, MPI.MODE_CREATE | MPI.MODE_RDWR);
    world.opened = made;
    return made;
  }

  @Override
  public void close() {
    File file = opened;
    try {
      if (file != null) {
        file.close();
      }
    } catch (MPIException | JobAborted e) {
      // It was closed, or the call that was tested waited.
    }
    job.killAll("the test is over");
  }
}
