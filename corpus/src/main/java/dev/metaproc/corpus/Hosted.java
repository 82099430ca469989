package dev.metaproc.corpus;

import dev.metaproc.isolation.Isolation;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Starts the program of a case in a host. */
final class Hosted implements Launcher {
  private static final int FRAMES = 12;

  private final MetaProcess host;
  private final Isolation isolation;

  Hosted(MetaProcess host, Isolation isolation) {
    this.host = host;
    this.isolation = isolation;
  }

  @Override
  public Process start(Workplace place) throws ProgramException, IOException {
    CorpusCase source = place.source();
    ProgramBuilder builder =
        host.program()
            .name(source.id())
            .isolation(isolation)
            .arguments(place.expanded(source.numbered("arg")))
            .environment(place.environment())
            .directory(place.directory())
            .output(new FileOutputStream(place.file(OUT).toFile()))
            .error(new FileOutputStream(place.file(ERR).toFile()));
    place.properties().forEach(builder::property);
    JvmOptions.apply(place.expanded(source.words("jvm")), builder);
    if (!source.isServer()) {
      builder.input(input(place));
    }
    return what(place, builder).start();
  }

  private static ProgramBuilder what(Workplace place, ProgramBuilder builder) throws IOException {
    CorpusCase source = place.source();
    List<Path> classPath = place.classPath();
    String launch = source.get("launch", "classpath");
    return switch (launch) {
      case "classpath" -> builder.classPath(classPath).mainClass(source.get("main"));
      case "jar" -> builder.jar(classPath.getFirst());
      case "module" -> {
        String main = source.get("main");
        builder.modulePath(classPath).mainModule(source.get("module"));
        yield main.isEmpty() ? builder : builder.mainClass(main);
      }
      default ->
          throw new CorpusException(
              "launch=" + launch + " is unknown: classpath, jar and module are");
    };
  }

  private static InputStream input(Workplace place) throws IOException {
    String name = place.source().get("stdin");
    return name.isEmpty()
        ? InputStream.nullInputStream()
        : new FileInputStream(place.directory().resolve(name).toFile());
  }

  @Override
  public String note(Process program) {
    if (isolation == Isolation.LOADER) {
      return "";
    }
    String mode = ((Program) program).isolation().name().toLowerCase(Locale.ROOT);
    String reason = ((Program) program).isolationReason();
    return reason.isEmpty() ? mode : mode + ": " + reason;
  }

  @Override
  public String describe(Process program) {
    StringBuilder text = new StringBuilder();
    for (Thread thread : ((Program) program).threads()) {
      text.append("\n      \"").append(thread.getName()).append('"');
      text.append(thread.isDaemon() ? " daemon " : " ").append(thread.getState());
      StackTraceElement[] trace = thread.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
        text.append("\n        at ").append(trace[i]);
      }
    }
    return text.toString();
  }
}
