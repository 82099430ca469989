package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.Background;
import dev.metaproc.isolation.jdk.DescriptorHooks;
import dev.metaproc.isolation.jdk.HandleHooks;
import dev.metaproc.isolation.jdk.JdkLoggers;
import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.NameHooks;
import dev.metaproc.isolation.jdk.NotificationHooks;
import dev.metaproc.isolation.jdk.Paths;
import dev.metaproc.isolation.jdk.RuntimeImage;
import dev.metaproc.isolation.shared.LateLinking;
import dev.metaproc.isolation.shared.Serialization;
import dev.metaproc.isolation.shared.StackTraces;
import dev.metaproc.isolation.shared.Statics;
import dev.metaproc.rewriter.LentShim;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import javax.management.ListenerNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * What changed code of the JDK calls, by way of a class in {@code java.lang}: one method for each
 * of {@link dev.metaproc.rewriter.JdkHooks#HOOKS}. There is no call site to know the program, so
 * the thread does; on a thread of no program all is as in an unchanged JDK.
 */
final class InternalHooks {
  private static final ClassLoader HOST = InternalHooks.class.getClassLoader();
  private static final StackWalker STACK = StackWalker.getInstance();

  /** This class, the hook, {@code getSystemClassLoader}, and a chain of constructors. */
  private static final int CARRIER_DEPTH = 9;

  private InternalHooks() {}

  private static @Nullable JdkState state() {
    Program program = CurrentProgram.get();
    return program == null ? null : program.state();
  }

  /** The value of a static field for the program; {@code value} is the JVM's. */
  static @Nullable Object read(int slot, @Nullable Object value) {
    JdkState state = state();
    return state == null ? value : state.slots().read(slot, value);
  }

  /** Keeps the program's new value; gives what is to be written to the JVM's field. */
  static @Nullable Object write(int slot, @Nullable Object value, @Nullable Object old) {
    JdkState state = state();
    if (state == null) {
      return value;
    }
    state.slots().write(slot, value);
    return old;
  }

  /** The class file that is defined instead of the given part of {@code bytes}. */
  static byte[] define(
      ClassLoader loader, @Nullable String name, byte[] bytes, int offset, int length) {
    boolean cut = offset != 0 || length != bytes.length;
    byte[] given = cut ? Arrays.copyOfRange(bytes, offset, offset + length) : bytes;
    // first of all: what follows may itself need a class of the host
    return HOST.equals(loader) ? given : DefinedClasses.rewrite(loader, given);
  }

  /** Links an instruction of a class that a program has defined. */
  static CallSite link(Lookup caller, String name, MethodType type, Class<?> owner, String kind) {
    return kind.equals(LentShim.KIND)
        ? LentShims.link(caller, name, type)
        : LateLinking.link(caller, name, type, owner, kind);
  }

  static @Nullable Object monitor(@Nullable Object operand) {
    return Statics.monitor(operand);
  }

  /** A class that is about to be described for serialisation. */
  static @Nullable Class<?> described(@Nullable Class<?> type) {
    if (type != null) {
      Serialization.initialize(type);
    }
    return type;
  }

  /** The name of a method that logged something, as it is in the source. */
  static @Nullable String logMethod(@Nullable String name) {
    return StackTraces.inSource(name);
  }

  static @Nullable Throwable logThrown(@Nullable Throwable thrown) {
    if (thrown != null && CurrentProgram.get() != null) {
      StackTraces.clean(thrown);
    }
    return thrown;
  }

  /** What is defined from a direct buffer is read by native code, past the hook above. */
  static @Nullable ByteBuffer heap(@Nullable ByteBuffer given) {
    if (given == null || !given.isDirect() || CurrentProgram.get() == null) {
      return given;
    }
    ByteBuffer copy = ByteBuffer.allocate(given.remaining());
    return copy.put(given.duplicate()).flip();
  }

  static ClassLoader systemLoader(ClassLoader loader) {
    JdkState state = state();
    return state == null || startsCarrier() ? loader : state.loader();
  }

  /** A thread that carries virtual threads, those of all programs, is being made. */
  static boolean startsCarrier() {
    return STACK.walk(
        frames ->
            frames
                .limit(CARRIER_DEPTH)
                .anyMatch(frame -> frame.getClassName().equals("jdk.internal.misc.CarrierThread")));
  }

  /** Ends the program and does not return, or gives false where there is none. */
  static boolean exit(Runtime runtime, int status) {
    JdkState state = state();
    if (state != null) {
      state.lifecycle().exit(status);
    }
    return false;
  }

  static boolean halt(Runtime runtime, int status) {
    JdkState state = state();
    if (state != null) {
      state.lifecycle().halt(status);
    }
    return false;
  }

  /** A handle of a member of the JDK, or of what its row says. */
  static MethodHandle linked(MethodHandle handle) {
    JdkState state = state();
    return state == null ? handle : HandleHooks.linked(state, handle);
  }

  static boolean closes(FileDescriptor descriptor) {
    return DescriptorHooks.isPrograms(descriptor);
  }

  static boolean writeByte(FileOutputStream stream, int value) throws IOException {
    OutputStream target = DescriptorHooks.target(stream);
    if (target != null) {
      target.write(value);
    }
    return target != null;
  }

  static boolean writeBytes(FileOutputStream stream, byte[] bytes) throws IOException {
    return writePart(stream, bytes, 0, bytes.length);
  }

  static boolean writePart(FileOutputStream stream, byte[] bytes, int offset, int count)
      throws IOException {
    OutputStream target = DescriptorHooks.target(stream);
    if (target != null) {
      target.write(bytes, offset, count);
    }
    return target != null;
  }

  static boolean writes(FileOutputStream stream) throws IOException {
    return DescriptorHooks.target(stream) != null;
  }

  static FileChannel outputChannel(FileOutputStream stream) throws IOException {
    return new StreamChannel(
        InputStream.nullInputStream(), Objects.requireNonNull(DescriptorHooks.target(stream)));
  }

  static FileChannel inputChannel(FileInputStream stream) throws IOException {
    return new StreamChannel(source(stream), OutputStream.nullOutputStream());
  }

  static boolean reads(FileInputStream stream) throws IOException {
    return DescriptorHooks.source(stream) != null;
  }

  private static InputStream source(FileInputStream stream) throws IOException {
    return Objects.requireNonNullElse(
        DescriptorHooks.source(stream), InputStream.nullInputStream());
  }

  static int readByte(FileInputStream stream) throws IOException {
    return source(stream).read();
  }

  static int readBytes(FileInputStream stream, byte[] bytes) throws IOException {
    return source(stream).read(bytes);
  }

  static int readPart(FileInputStream stream, byte[] bytes, int offset, int count)
      throws IOException {
    return source(stream).read(bytes, offset, count);
  }

  static int available(FileInputStream stream) throws IOException {
    return source(stream).available();
  }

  static boolean isRegular(FileInputStream stream) {
    return false;
  }

  /** Throws where the program has as many threads as it may have; else the JDK goes on. */
  static boolean starts(Thread thread) {
    Program program = thread.isVirtual() ? null : CurrentProgram.get();
    if (program != null) {
      program.checkThreads(thread);
    }
    return false;
  }

  static @Nullable Map<String, ?> imageOptions(@Nullable Map<String, ?> options) {
    return RuntimeImage.options(options);
  }

  /** A thread that the JDK has made for the program. */
  static Thread made(Thread thread) {
    JdkState state = state();
    if (state != null) {
      thread.setContextClassLoader(state.contextClassLoader());
    }
    return thread;
  }

  /** What makes the threads of the JDK's channels. */
  static ThreadFactory factory(ThreadFactory factory) {
    JdkState state = state();
    return state == null ? factory : Background.daemons(state, "InnocuousThread");
  }

  /** A bean of the JVM's is told to notify a listener of the program's. */
  static boolean listens(
      Object emitter, Object listener, @Nullable Object filter, @Nullable Object handback) {
    JdkState state = state();
    return state != null && NotificationHooks.add(state, emitter, listener, filter, handback);
  }

  static boolean listensNoMore(Object emitter, Object listener) throws ListenerNotFoundException {
    JdkState state = state();
    return state != null && NotificationHooks.remove(state, emitter, listener);
  }

  static boolean listensLess(
      Object emitter, Object listener, @Nullable Object filter, @Nullable Object handback)
      throws ListenerNotFoundException {
    JdkState state = state();
    return state != null && NotificationHooks.remove(state, emitter, listener, filter, handback);
  }

  /** A class of the JDK asks for a logger, perhaps to keep it. */
  static boolean logsLazily(String name, Module module) {
    return CurrentProgram.get() != null;
  }

  static Object lazyLogger(String name, Module module) {
    return JdkLoggers.lazy(name, module);
  }

  /** A logger of the JDK's is asked for what is behind it. */
  static boolean sharesLogger(Object accessor) {
    JdkState state = state();
    return state != null && state.loggers().isShared(accessor);
  }

  static Object logger(Object accessor) {
    return Objects.requireNonNull(state()).loggers().logger(accessor);
  }

  static @Nullable Object platformLogger(Object accessor) {
    return Objects.requireNonNull(state()).loggers().platformLogger(accessor);
  }

  static boolean addHook(Thread hook) {
    JdkState state = state();
    if (state == null) {
      return false;
    }
    state.lifecycle().addHook(hook);
    return true;
  }

  /** An empty name is the directory itself. */
  static File file(File file) {
    JdkState state = file.isAbsolute() ? null : state();
    return state == null ? file : Paths.absolute(state, file);
  }

  static @Nullable String name(@Nullable String name) {
    JdkState state = isAbsolute(name) ? null : state();
    return state == null ? name : Paths.absolute(state, name);
  }

  /** An empty name stays empty: the JDK refuses it. */
  private static boolean isAbsolute(@Nullable String name) {
    return name == null || name.isEmpty() || name.startsWith("/");
  }

  /** As the operating system is given it. */
  static byte[] path(byte[] path) {
    JdkState state = path.length > 0 && path[0] == '/' ? null : state();
    return state == null ? path : NameHooks.path(state, path);
  }

  static byte[] directory(byte[] directory) {
    JdkState state = state();
    return state == null ? directory : NameHooks.directory(state);
  }

  static boolean isRelative(Object stream, @Nullable String name) {
    return !isAbsolute(name) && state() != null;
  }

  static void openInput(FileInputStream stream, String name) throws IOException {
    NameHooks.open(stream, name, Objects.requireNonNull(name(name)));
  }

  static void openOutput(FileOutputStream stream, String name, boolean append) throws IOException {
    NameHooks.open(stream, append, name, Objects.requireNonNull(name(name)));
  }

  static void openAccess(RandomAccessFile file, String name, int mode) throws IOException {
    NameHooks.open(file, mode, name, Objects.requireNonNull(name(name)));
  }
}
