package dev.metaproc.rewriter.cache;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The file of an image:
 *
 * <pre>
 *   int magic; int count; count × { UTF name; int length; byte[length] }; long CRC-32C of the above
 * </pre>
 */
final class CacheFile {
  private static final int MAGIC = 0x6d705231; // "mpR1"

  private CacheFile() {}

  /**
   * @throws IOException if there is no such file, or it is not whole
   */
  static Map<String, byte[]> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - Long.BYTES;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, Math.max(end, 0));
    Map<String, byte[]> entries = new HashMap<>();
    try (InputStream whole = new ByteArrayInputStream(bytes);
        DataInputStream in = new DataInputStream(whole)) {
      in.skipNBytes(Math.max(end, 0));
      if (end < 0 || in.readLong() != checksum.getValue()) {
        throw new IOException(file + " is damaged");
      }
      whole.reset();
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is of another version");
      }
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        entries.put(in.readUTF(), in.readNBytes(in.readInt()));
      }
    }
    return entries;
  }

  static void write(Path file, Map<String, byte[]> entries) throws IOException {
    Path temporary = Files.createTempFile(file.getParent(), "new", ".tmp");
    try {
      try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(temporary));
          CheckedOutputStream checked = new CheckedOutputStream(plain, new CRC32C());
          DataOutputStream out = new DataOutputStream(checked)) {
        out.writeInt(MAGIC);
        out.writeInt(entries.size());
        for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
          out.writeUTF(entry.getKey());
          out.writeInt(entry.getValue().length);
          out.write(entry.getValue());
        }
        out.writeLong(checked.getChecksum().getValue());
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
