package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.LoopPoll;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The class loader of one program: it defines the program's own copy of every class. */
final class ProgramLoader extends ImageLoader implements JdkState.Holder {
  static {
    registerAsParallelCapable();
  }

  private final LoopPoll poll = new LoopPoll(this);
  private final Image image;
  private final ApiSurface api;
  private volatile @Nullable JdkState state;
  private volatile @Nullable Program program;

  ProgramLoader(String title, Image image, ApiSurface api) {
    super(title, image, api);
    this.image = image;
    this.api = api;
  }

  @Override
  void bind(JdkState state, Program program) {
    this.state = state;
    this.program = program;
  }

  @Override
  public LoopPoll poll() {
    return poll;
  }

  @Override
  public JdkState jdkState() {
    return Objects.requireNonNull(state, "not bound to a program yet");
  }

  @Nullable Program program() {
    return program;
  }

  @Override
  byte[] shim() {
    return Image.shim();
  }

  @Override
  Image.@Nullable ImageClass find(String name) throws IOException {
    return api.isOwnCopy(name) ? image.copyOf(name) : image.find(name);
  }
}
