package dev.metaproc.isolation.jdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a native library in a directory of its own, under its own name. A library that looks
 * for others beside itself ({@code $ORIGIN}) finds them there as links; those are then shared by
 * all programs. Closing removes the files; what was loaded from them stays mapped.
 */
final class NativeCopy implements AutoCloseable {
  private static final byte[] ORIGIN = "$ORIGIN".getBytes(StandardCharsets.US_ASCII);

  private final List<Path> made = new ArrayList<>();
  private final Path file;

  private NativeCopy(Path library) throws IOException {
    Path directory = Files.createTempDirectory("metaproc-native");
    made.add(directory);
    file = directory.resolve(library.getFileName());
    try {
      byte[] bytes = Files.readAllBytes(library);
      Files.write(file, bytes);
      made.add(file);
      if (contains(bytes, ORIGIN)) {
        linkSiblings(library, directory);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  static NativeCopy of(Path library) throws IOException {
    return new NativeCopy(library);
  }

  Path file() {
    return file;
  }

  private void linkSiblings(Path library, Path directory) throws IOException {
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(library.resolveSibling(""), "*.{so,so.*,dylib}")) {
      for (Path sibling : siblings) {
        if (!sibling.getFileName().equals(library.getFileName())) {
          made.add(
              Files.createSymbolicLink(
                  directory.resolve(sibling.getFileName()), sibling.toAbsolutePath()));
        }
      }
    }
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int i = 0; i <= bytes.length - wanted.length; i++) {
      int same = 0;
      while (same < wanted.length && bytes[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    for (Path each : made.reversed()) {
      Files.deleteIfExists(each);
    }
  }
}
