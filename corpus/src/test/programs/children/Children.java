import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class Children {
  public static void main(String[] arguments) throws Exception {
    System.out.println("before");
    run(new ProcessBuilder("cat").inheritIO());
    System.out.println("after");
    run(new ProcessBuilder("sh", "-c", "echo out; echo err >&2; exit 3").inheritIO());
    run(new ProcessBuilder("sh", "-c", "echo $PLACE; ls in.txt").inheritIO());
    Files.createDirectory(Path.of("below"));
    Files.writeString(Path.of("below/file"), "");
    run(new ProcessBuilder("ls").directory(new File("below")).inheritIO());
    Process piped = new ProcessBuilder(List.of("echo", "piped")).start();
    System.out.print(new String(piped.getInputStream().readAllBytes()));
    System.out.println(
        ProcessHandle.current().pid()
            == Long.parseLong(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getName().split("@")[0]));
    System.out.println(
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private static void run(ProcessBuilder builder) throws Exception {
    Process child = builder.start();
    System.out.println("status " + child.waitFor() + " " + child.isAlive());
  }
}
