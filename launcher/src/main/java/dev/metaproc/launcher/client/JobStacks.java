package dev.metaproc.launcher.client;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import dev.metaproc.debug.StacksAgent;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.session.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code metaproc threads --job}: the merged stacks of the ranks of jobs of {@code mpiexec}. */
final class JobStacks {
  private static final String JOB = "dev.metaproc.launcher.Main mp";
  private static final String OPTION = "--job";

  private JobStacks() {}

  static boolean isAskedBy(List<String> words) {
    return words.stream().anyMatch(word -> word.startsWith(OPTION));
  }

  /** Prints those of one job, {@code --job=PID}, or of all. */
  static int run(List<String> words, Terminal terminal) throws IOException {
    String pid = "";
    for (String word : words) {
      if (word.matches(OPTION + "=\\d+")) {
        pid = word.substring(OPTION.length() + 1);
      } else if (!List.of(OPTION, "threads", "-m", "--merge").contains(word)) {
        throw LaunchException.usage(
            word + " does not go with --job[=PID] (metaproc threads --help)");
      }
    }
    String wanted = pid;
    List<VirtualMachineDescriptor> jobs =
        VirtualMachine.list().stream()
            .filter(each -> each.displayName().startsWith(JOB))
            .filter(each -> wanted.isEmpty() || each.id().equals(wanted))
            .toList();
    if (jobs.isEmpty()) {
      throw new LaunchException(
          Kind.NOT_FOUND,
          wanted.isEmpty() ? "no job of mpiexec runs" : "no job of mpiexec has pid " + wanted);
    }
    PrintStream out = new PrintStream(terminal.out(), true, StandardCharsets.UTF_8);
    int code = ExitCodes.SUCCESS;
    for (VirtualMachineDescriptor job : jobs) {
      out.println("job " + job.id() + ": " + job.displayName().substring(JOB.length() - 2));
      try {
        out.print(stacks(job));
      } catch (LaunchException e) {
        new PrintStream(terminal.err(), true, StandardCharsets.UTF_8)
            .println("metaproc: " + e.getMessage()); // another may
        code = ExitCodes.of(e);
      }
    }
    return code;
  }

  /** A job that is just ending, or of another version, does not tell. */
  private static String stacks(VirtualMachineDescriptor job) throws IOException {
    Path file = Files.createTempFile("metaproc", ".stacks"); // for its owner alone
    try {
      VirtualMachine jvm = VirtualMachine.attach(job);
      try {
        jvm.loadAgent(agent(), file.toString());
      } finally {
        jvm.detach();
      }
      return Files.readString(file);
    } catch (AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException
        | IOException e) {
      throw new LaunchException(
          Kind.HOST, "job " + job.id() + " does not tell its stacks: " + e.getMessage(), e);
    } finally {
      Files.delete(file);
    }
  }

  private static String agent() {
    try {
      return Path.of(StacksAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
