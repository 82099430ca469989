package dev.metaproc.launcher.command;

import dev.metaproc.launcher.config.Project;
import dev.metaproc.launcher.config.ProjectReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration file a command is about. */
final class ProjectOption {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Default: metaproc.yaml, metaproc.yml or Procfile of the working directory.")
  private @Nullable String file;

  Project read(Context context) {
    return new ProjectReader(context.session().environment())
        .read(ProjectReader.find(Optional.ofNullable(file), context.session().directory()));
  }
}
