package mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments for any parameter of the package: right ones, and ones that are not. */
final class OddValues {
  /** How many sets of right values there are. */
  static final int BASES = 2;

  static final UserFunction FUNCTION =
      new UserFunction() {
        @Override
        public void call(Object in, Object inOut, int count, Datatype type) {}
      };

  private static final User_function OLD_FUNCTION =
      new User_function() {
        @Override
        public void Call(
            Object in, int inOffset, Object inOut, int inOutOffset, int count, Datatype type) {}
      };

  /** Makes an argument. */
  interface Value {
    @Nullable Object in(OddWorld world) throws Exception;
  }

  private static final Map<Class<?>, List<Value>> RIGHT = new HashMap<>();
  private static final Map<Class<?>, List<Value>> ODD = new HashMap<>();

  private OddValues() {}

  /** For a parameter of that type. */
  static Value right(Class<?> type, int base) {
    List<Value> values = RIGHT.get(type);
    if (values == null) {
      throw new AssertionError("no argument for a parameter of " + type);
    }
    return values.get(base % values.size());
  }

  /** Null first, if it can be. */
  static List<Value> odd(Class<?> type) {
    List<Value> values = new ArrayList<>();
    if (!type.isPrimitive()) {
      values.add(world -> null);
    }
    values.addAll(ODD.getOrDefault(type, List.of()));
    return values;
  }

  /** For people. */
  static String text(Class<?>[] types, int base, int odd, int choice) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      texts.add(types[i].getSimpleName() + (i == odd ? " #" + choice : ""));
    }
    return "(" + String.join(", ", texts) + ") base " + base;
  }

  private static void right(Class<?> type, Value... values) {
    RIGHT.put(type, List.of(values));
  }

  private static void odd(Class<?> type, Value... values) {
    ODD.put(type, List.of(values));
  }

  private static Value[] each(Object... values) {
    return Arrays.stream(values).map(value -> (Value) world -> value).toArray(Value[]::new);
  }

  static {
    right(int.class, each(0, 1));
    odd(int.class, each(-7, 2, Integer.MIN_VALUE, Integer.MAX_VALUE));
    right(long.class, each(0L, 1L));
    odd(long.class, each(-1L, Long.MIN_VALUE, Long.MAX_VALUE));
    right(boolean.class, each(false, true));
    right(double.class, each(1.0));
    right(String.class, world -> "text", world -> world.directory.resolve("data").toString());
    odd(String.class, each("", "no/such/place", "\0", "x".repeat(1000)));
  }

  static {
    right(int[].class, world -> new int[] {0, 0}, world -> new int[] {1, 1});
    odd(
        int[].class,
        world -> new int[0],
        world -> new int[] {-1, -1},
        world -> new int[] {7, 7},
        world -> new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE},
        world -> new int[] {Integer.MIN_VALUE, 1});
    right(int[][].class, world -> new int[][] {{0, 1, 1}});
    odd(
        int[][].class,
        world -> new int[][] {null},
        world -> new int[][] {{}},
        world -> new int[][] {{0, Integer.MAX_VALUE, 1}},
        world -> new int[][] {{Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE}},
        world -> new int[][] {{0, 1, 0}});
    right(boolean[].class, world -> new boolean[] {true, false}, world -> new boolean[] {true});
    odd(boolean[].class, world -> new boolean[0], world -> new boolean[9]);
    right(byte[].class, world -> new byte[64]);
    odd(byte[].class, world -> new byte[0], world -> new byte[] {1, 2, 3});
    right(char[].class, world -> new char[4]);
    right(short[].class, world -> new short[4]);
    right(long[].class, world -> new long[] {0, 0}, world -> new long[] {1, 1});
    odd(
        long[].class,
        world -> new long[0],
        world -> new long[] {-1, -1},
        world -> new long[] {Long.MIN_VALUE, 1},
        world -> new long[] {Long.MAX_VALUE, Long.MAX_VALUE});
    right(MemorySegment.class, world -> MemorySegment.ofArray(new int[OddWorld.LENGTH]));
    odd(
        MemorySegment.class,
        world -> MemorySegment.ofArray(new int[4]).asReadOnly(),
        world -> closed());
    right(float[].class, world -> new float[4]);
    odd(float[].class, world -> new float[1]);
    right(double[].class, world -> new double[4]);
    odd(double[].class, world -> new double[1]);
    right(String[].class, world -> new String[] {"a"});
    odd(String[].class, world -> new String[0], world -> new String[] {null});
    right(String[][].class, world -> new String[][] {{"a"}});
    odd(String[][].class, world -> new String[0][], world -> new String[][] {null, {null}});
  }

  static {
    right(Object.class, world -> new int[OddWorld.LENGTH]);
    odd(
        Object.class,
        world -> "text",
        world -> new double[OddWorld.LENGTH],
        world -> new int[0],
        world -> new int[2][2],
        world -> MemorySegment.ofArray(new int[4]).asReadOnly(),
        world -> ByteBuffer.allocateDirect(3),
        world -> closed());
    right(Buffer.class, world -> direct(OddWorld.LENGTH, 4).asIntBuffer());
    odd(
        Buffer.class,
        world -> IntBuffer.allocate(0),
        world -> DoubleBuffer.allocate(4).asReadOnlyBuffer());
    right(ByteBuffer.class, world -> direct(64, 1));
    odd(
        ByteBuffer.class,
        world -> ByteBuffer.allocate(0),
        world -> ByteBuffer.allocate(64).asReadOnlyBuffer());
    right(CharBuffer.class, world -> direct(4, 2).asCharBuffer());
    right(ShortBuffer.class, world -> direct(4, 2).asShortBuffer());
    right(IntBuffer.class, world -> direct(4, 4).asIntBuffer());
    right(LongBuffer.class, world -> direct(4, 8).asLongBuffer());
    right(FloatBuffer.class, world -> direct(4, 4).asFloatBuffer());
    odd(FloatBuffer.class, world -> FloatBuffer.allocate(1));
    right(DoubleBuffer.class, world -> direct(4, 8).asDoubleBuffer());
    odd(DoubleBuffer.class, world -> DoubleBuffer.allocate(1));
    right(mpjbuf.Buffer.class, world -> new mpjbuf.Buffer(64));
    odd(mpjbuf.Buffer.class, world -> new mpjbuf.Buffer(0));
  }

  static {
    right(Datatype.class, each(Predefined.INT));
    odd(
        Datatype.class,
        world -> Predefined.DATATYPE_NULL,
        world -> freed(Datatype.Contiguous(2, Predefined.INT)),
        world -> Predefined.OBJECT,
        world -> Predefined.PACKED,
        world -> Predefined.INT2,
        world -> Predefined.DOUBLE_COMPLEX,
        world -> Predefined.UB,
        world -> Datatype.Vector(2, 1, -3, Predefined.INT),
        world -> Datatype.Contiguous(0, Predefined.INT));
    right(Datatype[].class, world -> new Datatype[] {Predefined.INT, Predefined.INT});
    odd(
        Datatype[].class,
        world -> new Datatype[0],
        world -> new Datatype[2],
        world -> new Datatype[] {Predefined.INT, Predefined.DATATYPE_NULL});
    right(Op.class, each(Predefined.SUM));
    odd(
        Op.class,
        world -> Predefined.NO_OP,
        world -> Predefined.MAXLOC,
        world -> Predefined.LAND,
        world -> new Op(FUNCTION, true),
        world -> freed(new Op(FUNCTION, true)));
    right(Group.class, world -> world.all.getGroup());
    odd(Group.class, world -> Predefined.GROUP_EMPTY, world -> freed(world.all.getGroup()));
    right(Comm.class, world -> world.all);
    odd(Comm.class, world -> freed(world.self.dup()));
    right(Intracomm.class, world -> world.all);
    odd(Intracomm.class, world -> freed(world.self.dup()));
    right(Info.class, world -> new Info());
    odd(Info.class, world -> Predefined.INFO_NULL, world -> freed(new Info()));
    right(Info[].class, world -> new Info[] {new Info()});
    odd(Info[].class, world -> new Info[0], world -> new Info[] {null});
    right(Errhandler.class, each(Predefined.ERRORS_RETURN));
    right(Request.class, OddValues::receive);
    right(Request[].class, world -> new Request[] {receive(world), null});
    odd(Request[].class, world -> new Request[0], world -> new Request[] {null, used(world)});
    right(Prequest[].class, world -> new Prequest[] {persistent(world)});
    odd(
        Prequest[].class,
        world -> new Prequest[0],
        world -> new Prequest[] {null},
        world -> new Prequest[] {freed(persistent(world))},
        world -> {
          Prequest both = persistent(world);
          return new Prequest[] {both, both};
        });
    right(Count.class, world -> new Count(0), world -> new Count(1));
    odd(Count.class, world -> new Count(-1), world -> new Count(1L << 40));
    right(Struct.class, each(Predefined.PAIR_INT2));
    right(UserFunction.class, each(FUNCTION));
    right(User_function.class, each(OLD_FUNCTION));
  }

  private static Request receive(OddWorld world) {
    return world.all.iRecv(new int[1], 1, Predefined.INT, 1, 9);
  }

  private static Request used(OddWorld world) {
    Request request = world.all.iSend(new int[1], 1, Predefined.INT, 1, 9);
    request.waitFor();
    return request;
  }

  private static Prequest persistent(OddWorld world) {
    return world.all.sendInit(new int[1], 1, Predefined.INT, 1, 9);
  }

  static <T extends Freeable> T freed(T object) {
    object.free();
    return object;
  }

  private static ByteBuffer direct(int elements, int bytes) {
    return ByteBuffer.allocateDirect(elements * bytes).order(ByteOrder.nativeOrder());
  }

  private static MemorySegment closed() {
    try (Arena arena = Arena.ofShared()) {
      return arena.allocate(64);
    }
  }
}
