package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program reads of its process, its threads and its machine. */
@ParameterizedClass
@EnumSource(names = {"LOADER", "SHARED"})
@Timeout(120)
class FiguresTest {
  private final Isolation isolation;
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  FiguresTest(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  static void compile() {
    classes =
        Compiled.in(
            directory,
            """
            import java.lang.management.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            import java.util.stream.*;
            import javax.management.*;

            public class Main {
              static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

              static Object bean(String type, String attribute) throws Exception {
                return SERVER.getAttribute(new ObjectName("java.lang:type=" + type), attribute);
              }

              static void processors() throws Exception {
                System.out.println(Runtime.getRuntime().availableProcessors()
                    + " " + ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors()
                    + " " + bean("OperatingSystem", "AvailableProcessors")
                    + " " + ForkJoinPool.commonPool().getParallelism());
              }

              /** The names of the program's threads by every list there is. */
              static void threads() throws Exception {
                ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                com.sun.management.ThreadMXBean more = ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
                Set<String> names = new TreeSet<>();
                for (ThreadInfo each : threads.dumpAllThreads(true, true)) names.add(each.getThreadName());
                Set<String> byId = Arrays.stream(threads.getThreadInfo(more.getAllThreadIds())).map(ThreadInfo::getThreadName).collect(Collectors.toCollection(TreeSet::new));
                Set<String> byServer = Arrays.stream(threads.getThreadInfo((long[]) bean("Threading", "AllThreadIds"))).map(ThreadInfo::getThreadName).collect(Collectors.toCollection(TreeSet::new));
                System.out.println(names.stream().filter(name -> name.matches("main|crossed|worker")).toList()
                    + " " + names.equals(byId) + " " + names.equals(byServer)
                    + " " + (threads.getThreadCount() == names.size())
                    + " " + (more.getThreadAllocatedBytes(Thread.currentThread().threadId()) > 0));
                long[] dead = threads.findDeadlockedThreads();
                System.out.println(dead == null ? "no deadlock" : dead.length + " dead");
              }

              static void deadlock() throws Exception {
                ReentrantLock a = new ReentrantLock();
                ReentrantLock b = new ReentrantLock();
                CyclicBarrier both = new CyclicBarrier(2);
                Thread other = new Thread(() -> {
                  b.lock();
                  try { both.await(); } catch (Exception e) { throw new Error(e); }
                  a.lock();
                }, "crossed");
                other.setDaemon(true);
                other.start();
                Thread main = Thread.currentThread();
                Thread watcher = new Thread(() -> {
                  while (ManagementFactory.getThreadMXBean().findDeadlockedThreads() == null) Thread.onSpinWait();
                  System.out.println("dead");
                });
                watcher.setDaemon(true);
                watcher.start();
                a.lock();
                both.await();
                b.lock();
              }

              static void process() throws Exception {
                ProcessHandle self = ProcessHandle.current();
                RuntimeMXBean runtime = ManagementFactory.getPlatformMXBean(RuntimeMXBean.class);
                System.out.println((runtime.getPid() == self.pid()) + " " + bean("Runtime", "Pid").equals(self.pid())
                    + " " + ProcessHandle.of(self.pid()).equals(Optional.of(self))
                    + " " + ProcessHandle.allProcesses().filter(self::equals).count()
                    + " " + (runtime.getUptime() < 600_000) + " " + (System.currentTimeMillis() - runtime.getStartTime() < 600_000)
                    + " " + runtime.getInputArguments());
                long spent = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
                long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                System.out.println(spent > 0 && spent <= own * 2);
                List<String> again = new ArrayList<>(List.of(self.info().command().get()));
                again.addAll(List.of(self.info().arguments().get()));
                again.set(again.indexOf("process"), "again");
                Process child = new ProcessBuilder(again).inheritIO().start();
                System.out.println(child.waitFor());
              }

              public static void main(String[] args) throws Exception {
                switch (args[0]) {
                  case "processors" -> processors();
                  case "threads" -> { Thread worker = new Thread(LockSupport::park, "worker"); worker.setDaemon(true); worker.start(); threads(); }
                  case "deadlock" -> deadlock();
                  case "process" -> process();
                  case "again" -> System.out.println("again " + System.getProperty("mine"));
                }
              }
            }
            """);
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  private ProgramBuilder builder(String... arguments) {
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .isolation(isolation)
        .killTimeout(Duration.ofSeconds(60))
        .property("mine", "own")
        .arguments(List.of(arguments));
  }

  private static List<String> lines(ProgramBuilder builder) throws Exception {
    Program program = builder.start();
    List<String> lines = program.inputReader().readAllLines();
    assertThat(program.errorReader().readAllLines()).isEmpty();
    assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  @Test
  void aProgramHasAsManyProcessorsAsItIsGiven() throws Exception {
    int all = Runtime.getRuntime().availableProcessors();
    assertThat(lines(builder("processors").processors(1))).containsExactly("1 1 1 1");
    String everything = all + " " + all + " " + all + " " + Math.max(1, all - 1);
    assertThat(lines(builder("processors"))).containsExactly(everything);
    assertThat(lines(builder("processors").processors(all + 1))).containsExactly(everything);
    assertThatThrownBy(() -> builder().processors(0)).hasMessage("processors=0 must be positive");
  }

  @Test
  void itsThreadsAreItsOwnAndSoAreDeadlocks() throws Exception {
    Program dead = builder("deadlock").start();
    assertThat(dead.inputReader().readLine()).isEqualTo("dead");
    assertThat(lines(builder("threads")))
        .containsExactly("[main, worker] true true true true", "no deadlock");
    assertThat(dead.destroyForcibly().waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(dead.survivors()).isEmpty();
  }

  @Test
  void itsProcessIsTheProgramAndCanBeStartedAgain() throws Exception {
    assertThat(lines(builder("process", "word")))
        .containsExactly("true true true 1 true true [-Dmine=own]", "true", "again own", "0");
  }
}
