package mpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.mpi.JobAborted;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method and constructor of both dialects, with arguments that are right but for one,
 * on a rank that is alone in its job of two: it returns, or says in an {@link MPIException} what is
 * wrong, or waits where the deadlock report finds it. Nothing else ever comes out.
 */
class BadArgumentsTest {
  /** Value and rule, and a cure behind the last colon. */
  private static final Pattern MESSAGE = Pattern.compile("(?s).{10,}: .+");

  /** These end the job, which is no error. */
  private static final Set<String> LEFT_OUT = Set.of("Abort", "abort");

  private static final Pattern TOPOLOGICAL = Pattern.compile("i?[nN]eighbor");
  private static final int PATIENCE_SECONDS = 60;

  /** Otherwise only the first and the last odd value of each parameter are tried. */
  private static final boolean EVERYTHING = Boolean.getBoolean("every.bad.argument");

  @TempDir Path directory;

  /** A call: all arguments of one base, one of them odd; on an object that was freed or not. */
  private record Case(Executable member, int base, int odd, int choice, boolean freed) {
    @Override
    public String toString() {
      return member.getDeclaringClass().getSimpleName()
          + ("." + member.getName() + (freed ? " of a freed object" : ""))
          + (" with " + OddValues.text(member.getParameterTypes(), base, odd, choice));
    }
  }

  static Stream<Class<?>> classes() {
    return OddWorld.RECEIVERS.keySet().stream().sorted(Comparator.comparing(Class::getName));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void onlyMpiExceptionsComeOut(Class<?> type) throws Exception {
    List<String> wrong = new ArrayList<>();
    List<Case> cases = new ArrayList<>();
    members(type).forEach(member -> addCases(member, type, cases));
    for (Case each : cases) {
      String complaint = complaint(type, each);
      if (complaint != null) {
        wrong.add(each + " " + complaint);
      }
    }
    assertThat(cases).isNotEmpty();
    assertThat(wrong).as("of %s calls", cases.size()).isEmpty();
  }

  private static List<Executable> members(Class<?> type) {
    List<Executable> members = new ArrayList<>();
    for (Method each : type.getMethods()) {
      if (isOwn(type, each) && !each.isBridge() && !LEFT_OUT.contains(each.getName())) {
        members.add(each);
      }
    }
    if (!Modifier.isAbstract(type.getModifiers())) {
      members.addAll(List.of(type.getConstructors()));
    }
    members.sort(Comparator.comparing(Executable::toString));
    return members;
  }

  /** What all communicators have is asked of one, but for what depends on their topology. */
  private static boolean isOwn(Class<?> type, Method method) {
    Class<?> owner = method.getDeclaringClass();
    boolean isCommon =
        type != Intracomm.class
            && Comm.class.isAssignableFrom(type)
            && owner.isAssignableFrom(Intracomm.class);
    return owner.getPackage() == MPI.class.getPackage()
        && (!isCommon
            || TOPOLOGICAL.matcher(method.getName()).lookingAt()
            || (type == Intercomm.class && owner == GroupCommunication.class));
  }

  private static void addCases(Executable member, Class<?> type, List<Case> cases) {
    Class<?>[] types = member.getParameterTypes();
    for (int base = 0; base < OddValues.BASES; base++) {
      cases.add(new Case(member, base, -1, 0, false));
      if (Freeable.class.isAssignableFrom(type) && !Modifier.isStatic(member.getModifiers())) {
        cases.add(new Case(member, base, -1, 0, true));
      }
      for (int odd = 0; odd < types.length; odd++) {
        int choices = OddValues.odd(types[odd]).size();
        int step = EVERYTHING || choices < 3 ? 1 : choices - 1;
        for (int choice = 0;
            choice < (base == 0 ? Math.min(1, choices) : choices);
            choice += step) {
          cases.add(new Case(member, base, odd, choice, false));
        }
      }
    }
  }

  /** Null, or what went wrong. */
  private @Nullable String complaint(Class<?> type, Case which) throws Exception {
    try (OddWorld world = new OddWorld(directory)) {
      Executable member = world.own(which.member);
      boolean needsNone = !(member instanceof Method) || Modifier.isStatic(member.getModifiers());
      Object receiver = needsNone ? null : receiver(type, which, world);
      Class<?>[] types = which.member.getParameterTypes();
      @Nullable Object[] arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] =
            i == which.odd
                ? OddValues.odd(types[i]).get(which.choice).in(world)
                : OddValues.right(types[i], which.base).in(world);
      }
      return outcome(world, new FutureTask<>(() -> called(world, member, receiver, arguments)));
    }
  }

  private static Object receiver(Class<?> type, Case which, OddWorld world) throws Exception {
    Object made = world.receiver(type);
    if (!which.freed) {
      return made;
    }
    return OddValues.freed(made.equals(world.all) ? world.self.dup() : (Freeable) made);
  }

  private static @Nullable Throwable called(
      OddWorld world, Executable member, @Nullable Object receiver, @Nullable Object[] arguments) {
    try {
      world.call(member, receiver, arguments);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private static @Nullable String outcome(OddWorld world, FutureTask<@Nullable Throwable> call)
      throws InterruptedException, ExecutionException {
    Thread thread = Thread.ofPlatform().daemon().start(call);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      try {
        return complaint(call.get(1, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        world.killIfItWaits();
      }
    }
    StringBuilder where = new StringBuilder("hangs at");
    for (StackTraceElement frame : thread.getStackTrace()) {
      where.append("\n    ").append(frame);
    }
    return where.toString();
  }

  private static @Nullable String complaint(@Nullable Throwable thrown) {
    if (thrown == null || thrown instanceof JobAborted) {
      return null;
    }
    boolean isSaid = MESSAGE.matcher(String.valueOf(thrown.getMessage())).matches();
    return thrown instanceof MPIException && isSaid
        ? null
        : "threw " + thrown + " at " + thrown.getStackTrace()[0];
  }
}
