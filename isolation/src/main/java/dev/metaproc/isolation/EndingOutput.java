package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.Lifecycle;
import dev.metaproc.isolation.jdk.ProgramEnded;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output or error of a program: after its end nothing more comes out of it. */
final class EndingOutput extends FilterOutputStream {
  private final Lifecycle life;

  EndingOutput(OutputStream out, Lifecycle life) {
    super(out);
    this.life = life;
  }

  @Override
  public void write(int b) throws IOException {
    check();
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    check();
    out.write(bytes, offset, count);
  }

  private void check() {
    if (life.hasEnded()) {
      throw ProgramEnded.INSTANCE;
    }
  }
}
