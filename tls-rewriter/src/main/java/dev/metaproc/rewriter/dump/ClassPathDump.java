package dev.metaproc.rewriter.dump;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.metaproc.rewriter.Redirections;
import dev.metaproc.rewriter.Rewriter;
import dev.metaproc.rewriter.UnreadableClassException;
import dev.metaproc.rewriter.statics.StaticsRewriter;
import dev.metaproc.rewriter.statics.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

/**
 * Shows what shared mode does to the classes of a class path: as unified diffs of their
 * instructions, and as a list of verdicts. Not thread-safe.
 */
public final class ClassPathDump {
  private static final int CONTEXT = 3;

  private final Map<String, byte[]> classes;
  private final StaticsRewriter statics;

  private ClassPathDump(Map<String, byte[]> classes) {
    this.classes = classes;
    this.statics = new StaticsRewriter(classes::get, new Rewriter(Redirections.jdk())::rewrite);
  }

  /**
   * Reads a class path.
   *
   * @param classPath jars and directories; of two classes of one name the first counts
   * @throws IOException if one of them cannot be read
   */
  public static ClassPathDump of(List<Path> classPath) throws IOException {
    return new ClassPathDump(ClassFilesOf.read(classPath));
  }

  /** Binary names of all classes, in alphabetical order. */
  public List<String> classNames() {
    return classes.keySet().stream().map(name -> name.replace('/', '.')).toList();
  }

  /**
   * What becomes of a class: the difference to the original, then its holder as added lines. The
   * verdict alone if nothing changes; empty if there is no such class.
   */
  public Optional<String> diff(String binaryName) {
    String name = binaryName.replace('.', '/');
    byte[] original = classes.get(name);
    if (original == null) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder(verdictLine(name)).append('\n');
    try {
      if (!statics.verdict(name).isVeto()) {
        append(out, name, original, statics.rewrite(original));
        byte[] holder = statics.holder(name);
        if (holder != null) {
          append(out, StaticsRewriter.holderName(name), null, holder);
        }
      }
    } catch (UnreadableClassException e) {
      out.append("  ").append(e.getMessage()).append('\n');
    }
    return Optional.of(out.toString());
  }

  /**
   * One line for each class that is not kept as it is, {@code STATICS p.C: 2 statics per program},
   * and one that counts them all.
   */
  public String verdicts() {
    StringBuilder out = new StringBuilder();
    Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
    for (String name : classes.keySet()) {
      Verdict.Kind kind = statics.verdict(name).kind();
      counts.merge(kind, 1, Integer::sum);
      if (kind != Verdict.Kind.KEEP) {
        out.append(verdictLine(name)).append('\n');
      }
    }
    int vetoes = counts.getOrDefault(Verdict.Kind.VETO, 0);
    return out.append(classes.size())
        .append(" classes: ")
        .append(counts.getOrDefault(Verdict.Kind.KEEP, 0))
        .append(" kept, ")
        .append(counts.getOrDefault(Verdict.Kind.STATICS, 0))
        .append(" with statics per program, ")
        .append(vetoes)
        .append(vetoes == 0 ? " vetoes: can be shared\n" : " vetoes: loader mode\n")
        .toString();
  }

  private String verdictLine(String name) {
    Verdict verdict = statics.verdict(name);
    return verdict.kind() + " " + name.replace('/', '.') + ": " + verdict.reason();
  }

  private static void append(
      StringBuilder out, String name, byte @Nullable [] before, byte[] after) {
    List<String> from = before == null ? List.of() : lines(before);
    List<String> to = lines(after);
    String file = name + ".class";
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            before == null ? "/dev/null" : file, file, from, DiffUtils.diff(from, to), CONTEXT);
    diff.forEach(line -> out.append(line).append('\n'));
  }

  /** Without what changes everywhere: labels' line numbers and sizes. */
  private static List<String> lines(byte[] classFile) {
    StringWriter text = new StringWriter();
    TraceClassVisitor printer = new TraceClassVisitor(null, new Textifier(), new PrintWriter(text));
    new ClassReader(classFile).accept(printer, ClassReader.SKIP_DEBUG);
    List<String> lines = new ArrayList<>();
    for (String line : text.toString().lines().toList()) {
      boolean noise = line.isBlank() || line.contains("MAXSTACK") || line.contains("MAXLOCALS");
      if (!noise) {
        lines.add(line);
      }
    }
    return lines;
  }
}
