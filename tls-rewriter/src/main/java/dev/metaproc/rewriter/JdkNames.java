package dev.metaproc.rewriter;

import dev.metaproc.rewriter.JdkPatch.Argument;
import dev.metaproc.rewriter.JdkPatch.Instead;
import dev.metaproc.rewriter.JdkPatch.Result;
import java.util.List;

/**
 * The rows of {@link JdkClassTable} for relative file names: where {@code java.io} and {@code
 * java.nio.file} hand them to the operating system, which knows one working directory.
 */
final class JdkNames {
  /** Also what a program needs that runs in another directory than the JVM. */
  static final String DIRECTORY = "-Duser.dir";

  private static final List<String> USES = List.of(DIRECTORY);
  private static final String WHY =
      "the JDK opens files by names it is given, or finds in properties and other files";
  private static final String MEANT =
      "a relative name is meant from this program's working directory";

  private JdkNames() {}

  static List<JdkClass> rows() {
    String access = "java/io/RandomAccessFile";
    String path = "sun/nio/fs/UnixPath";
    String system = "sun/nio/fs/UnixFileSystem";
    return List.of(
        new JdkClass(
            access, USES, WHY, List.of(opens(access, "(Ljava/lang/String;I)V", "openAccess"))),
        files(),
        new JdkClass(
            path, USES, WHY, List.of(result(path, "getByteArrayForSysCalls", "()[B", "path"))),
        new JdkClass(
            system, USES, WHY, List.of(result(system, "defaultDirectory", "()[B", "directory"))));
  }

  private static JdkClass files() {
    String files = "java/io/UnixFileSystem";
    String file = "(Ljava/io/File;)Ljava/io/File;";
    String name = "(Ljava/lang/String;)Ljava/lang/String;";
    return new JdkClass(
        files,
        USES,
        WHY,
        List.of(
            argument(files, "getFileForSysCalls", file, "file"),
            argument(files, "getPathForSysCalls", name, "name"),
            argument(files, "createFileExclusively", "(Ljava/lang/String;)Z", "name"),
            argument(files, "resolve", "(Ljava/io/File;)Ljava/lang/String;", "file")));
  }

  /** The private method that opens a file; its failures tell of the name it was given. */
  static JdkPatch opens(String owner, String descriptor, String hook) {
    return new Instead(new Member(owner, "open", descriptor), "isRelative", hook, MEANT);
  }

  private static JdkPatch argument(String owner, String name, String descriptor, String hook) {
    return new Argument(new Member(owner, name, descriptor), 1, hook, MEANT);
  }

  private static JdkPatch result(String owner, String name, String descriptor, String hook) {
    return new Result(new Member(owner, name, descriptor), hook, MEANT);
  }
}
