package embed;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import java.nio.file.Path;
import java.util.List;

/** Starts three services in this JVM, hears where each listens, and shuts down cleanly. */
public class Embed {
  /** The class path of {@code greeter.Greeter} is the only argument. */
  public static void main(String[] words) throws Exception {
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
      var greeter =
          host.program().mainClass("greeter.Greeter").classPath(List.of(Path.of(words[0])));
      for (int i = 1; i <= 3; i++) {
        Program service = greeter.name("service " + i).arguments(List.of("0")).start();
        System.out.println(service.name() + " " + service.inputReader().readLine());
      }
      for (Program service : host.programs()) {
        service.destroy();
        System.out.println(service.name() + " ended with " + service.waitFor());
      }
    }
  }
}
