package dev.metaproc.isolation.jdk;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** {@code System.out}, {@code err}, {@code in} and their setters. */
public final class StreamHooks {
  private StreamHooks() {}

  public static @Nullable PrintStream out(JdkState state) {
    return state.out;
  }

  public static @Nullable PrintStream err(JdkState state) {
    return state.err;
  }

  public static @Nullable InputStream in(JdkState state) {
    return state.in;
  }

  public static void setOut(JdkState state, @Nullable PrintStream out) {
    state.out = out;
  }

  public static void setErr(JdkState state, @Nullable PrintStream err) {
    state.err = err;
  }

  public static void setIn(JdkState state, @Nullable InputStream in) {
    state.in = in;
  }

  /** A console is a terminal of one's own, which a program in a shared process never has. */
  public static @Nullable Console console(JdkState state) {
    return null;
  }
}
