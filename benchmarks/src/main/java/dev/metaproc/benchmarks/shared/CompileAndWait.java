package dev.metaproc.benchmarks.shared;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/** Compiles as ECJ's own main does, says so with one line, and stays until its input ends. */
public final class CompileAndWait {
  private CompileAndWait() {}

  public static void main(String[] arguments) throws IOException {
    PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    if (!BatchCompiler.compile(arguments, errors, errors, null)) {
      throw new IOException("does not compile");
    }
    System.out.println("ready");
    var _ = System.in.read();
  }
}
