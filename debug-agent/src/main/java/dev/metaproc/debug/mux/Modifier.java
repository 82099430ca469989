package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.MalformedPacketException;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;

/** One restriction of an event request, as EventRequest.Set defines them. */
sealed interface Modifier {
  record Count(int left) implements Modifier {}

  record Conditional(int expression) implements Modifier {}

  record ThreadOnly(long thread) implements Modifier {}

  record ClassOnly(long type) implements Modifier {}

  record ClassMatch(String pattern) implements Modifier {}

  record ClassExclude(String pattern) implements Modifier {}

  record LocationOnly(int tag, long type, long method, long index) implements Modifier {}

  record ExceptionOnly(long type, int caught, int uncaught) implements Modifier {}

  record FieldOnly(long type, long field) implements Modifier {}

  record Step(long thread, int size, int depth) implements Modifier {}

  record InstanceOnly(long object) implements Modifier {}

  record SourceNameMatch(String pattern) implements Modifier {}

  record PlatformThreadsOnly() implements Modifier {}

  static Modifier read(PacketReader in) {
    int kind = in.u1();
    return switch (kind) {
      case 1 -> new Count(in.i4());
      case 2 -> new Conditional(in.i4());
      case 3 -> new ThreadOnly(in.id());
      case 4 -> new ClassOnly(in.id());
      case 5 -> new ClassMatch(in.string());
      case 6 -> new ClassExclude(in.string());
      case 7 -> new LocationOnly(in.u1(), in.id(), in.id(), in.id());
      case 8 -> new ExceptionOnly(in.id(), in.u1(), in.u1());
      case 9 -> new FieldOnly(in.id(), in.id());
      case 10 -> new Step(in.id(), in.i4(), in.i4());
      case 11 -> new InstanceOnly(in.id());
      case 12 -> new SourceNameMatch(in.string());
      case 13 -> new PlatformThreadsOnly();
      default -> throw new MalformedPacketException("modifier kind " + kind + " is unknown");
    };
  }

  default void write(PacketWriter out) {
    switch (this) {
      case Count(int left) -> out.u1(1).i4(left);
      case Conditional(int expression) -> out.u1(2).i4(expression);
      case ThreadOnly(long thread) -> out.u1(3).id(thread);
      case ClassOnly(long type) -> out.u1(4).id(type);
      case ClassMatch(String pattern) -> out.u1(5).string(pattern);
      case ClassExclude(String pattern) -> out.u1(6).string(pattern);
      case LocationOnly(int tag, long type, long method, long index) ->
          out.u1(7).u1(tag).id(type).id(method).id(index);
      case ExceptionOnly(long type, int caught, int uncaught) ->
          out.u1(8).id(type).u1(caught).u1(uncaught);
      case FieldOnly(long type, long field) -> out.u1(9).id(type).id(field);
      case Step(long thread, int size, int depth) -> out.u1(10).id(thread).i4(size).i4(depth);
      case InstanceOnly(long object) -> out.u1(11).id(object);
      case SourceNameMatch(String pattern) -> out.u1(12).string(pattern);
      case PlatformThreadsOnly() -> out.u1(13);
    }
  }
}
