package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.Limits;
import dev.metaproc.launcher.host.Processors;
import dev.metaproc.launcher.words.Durations;
import dev.metaproc.launcher.words.Sizes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a program may use. */
final class LimitOptions {
  @Option(
      names = "--max-threads",
      paramLabel = "N",
      description = "It may have so many live threads.")
  private @Nullable Integer threads;

  @Option(
      names = "--max-cpu",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "It may use so much processor time.")
  private @Nullable Duration cpu;

  @Option(
      names = "--max-allocation",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "It may allocate so many bytes in its life (k, m, g).")
  private @Nullable Long allocation;

  @Option(
      names = "--max-time",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "It may run so long.")
  private @Nullable Duration wall;

  @Option(
      names = "--limit-policy",
      paramLabel = "stop|report",
      defaultValue = "stop",
      converter = PolicyConverter.class,
      description = "What happens at a limit. Default: stop.")
  private Limits.Policy policy = Limits.Policy.STOP;

  @Option(
      names = "--nice",
      paramLabel = "N",
      description = "Of its platform threads, 0 to 19; below 0 where the kernel allows it.")
  private @Nullable Integer nice;

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      description = "The processors its platform threads may run on, such as 0,2-3.")
  private @Nullable String cpus;

  private @Nullable Integer nice() {
    if (nice != null && (nice < -20 || nice > 19)) {
      throw LaunchException.usage("--nice " + nice + " must be between -20 and 19");
    }
    return nice;
  }

  private @Nullable String cpus() {
    return cpus == null ? null : Processors.checked(cpus);
  }

  Limits limits() {
    if (threads != null && threads < 1) {
      throw LaunchException.usage("--max-threads " + threads + " must be 1 or more");
    }
    checkNotNothing("--max-cpu", cpu != null && cpu.isZero());
    checkNotNothing("--max-allocation", allocation != null && allocation == 0);
    checkNotNothing("--max-time", wall != null && wall.isZero());
    return new Limits(threads, cpu, allocation, wall, nice(), cpus(), policy);
  }

  private static void checkNotNothing(String option, boolean isNothing) {
    if (isNothing) {
      throw LaunchException.usage(option + " 0 must be more than 0: leave it out for no limit");
    }
  }

  static final class PolicyConverter implements ITypeConverter<Limits.Policy> {
    @Override
    public Limits.Policy convert(String text) {
      return switch (text) {
        case "stop" -> Limits.Policy.STOP;
        case "report" -> Limits.Policy.REPORT;
        default -> throw new TypeConversionException("'" + text + "' is neither stop nor report");
      };
    }
  }
}
