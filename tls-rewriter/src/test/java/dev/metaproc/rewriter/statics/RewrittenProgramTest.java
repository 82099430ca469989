package dev.metaproc.rewriter.statics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.isolation.shared.Statics;
import java.io.ObjectStreamClass;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Small programs, rewritten and run as two programs in one copy. */
class RewrittenProgramTest {
  private static RewrittenImage image(String source) {
    return image(Sources.compile(source));
  }

  private static RewrittenImage image(Map<String, byte[]> classes) {
    RewrittenImage image = RewrittenImage.plain(classes);
    image.link();
    assertThat(image.problems()).isEmpty();
    return image;
  }

  /** One class, two programs that call its static {@code Object run()} in turn. */
  private static final class TwoPrograms {
    private final Class<?> main;
    private final Statics.Program first = new Statics.Program();
    private final Statics.Program second = new Statics.Program();

    TwoPrograms(RewrittenImage image) throws ClassNotFoundException {
      main = Class.forName("p.Main", false, image.loader());
    }

    Object first() throws Throwable {
      return run(first);
    }

    Object second() throws Throwable {
      return run(second);
    }

    private Object run(Statics.Program program) throws Throwable {
      Statics.run(program);
      try {
        return main.getMethod("run").invoke(null);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  private static TwoPrograms run(String source) throws ClassNotFoundException {
    return new TwoPrograms(image(source));
  }

  @Nested
  class Values {
    @Test
    void eachProgramHasItsOwnStaticsOfEverySize() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static int i = 1; static long l = 2; static double d = 3; static String s = "a";
                static boolean b; static byte[] bytes = {1}; static volatile short v = 7;
                public static Object run() {
                  i++; l += i; d *= 2; s += i; b = !b; bytes[0]++; v--;
                  return i + " " + l + " " + d + " " + s + " " + b + " " + bytes[0] + " " + v;
                }
              }
              """);
      assertThat(programs.first()).isEqualTo("2 4 6.0 a2 true 2 6");
      assertThat(programs.first()).isEqualTo("3 7 12.0 a23 false 3 5");
      assertThat(programs.second()).isEqualTo("2 4 6.0 a2 true 2 6");
      assertThat(programs.first()).isEqualTo("4 11 24.0 a234 true 4 4");
    }

    @Test
    void inheritedStaticsAreTheDeclaringClasss() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static class Base { static int n = 10; }
                interface Limits { int[] MAX = {1}; }
                static class Derived extends Base implements Limits {}
                public static Object run() { Derived.n++; Derived.MAX[0]++; return Base.n + Limits.MAX[0]; }
              }
              """);
      assertThat(programs.first()).isEqualTo(13);
      assertThat(programs.second()).isEqualTo(13);
    }

    @Test
    void reflectionSeesTheDeclaredFields() throws Throwable {
      RewrittenImage image =
          image(
              """
              public class Main { private static final java.util.List<String> L = new java.util.ArrayList<>(); }
              """);
      Class<?> main = Class.forName("p.Main", false, image.loader());
      assertThat(main.getDeclaredFields()).hasSize(1);
      assertThat(main.getDeclaredField("L").toGenericString())
          .isEqualTo("private static final java.util.List<java.lang.String> p.Main.L");
      assertThat(main.getDeclaredMethods())
          .allMatch(method -> Modifier.isPublic(method.getModifiers()) && method.isSynthetic());
    }

    @Test
    void theConstantsOfALargeEnumStayConstants() throws Throwable {
      String constants =
          IntStream.range(0, 400).mapToObj(i -> "C" + i + "(" + i + ")").collect(joining(", "));
      TwoPrograms programs =
          run(
              """
              public class Main {
                enum Large {
                  %s;
                  static final java.util.List<Large> USED = new java.util.ArrayList<>();
                  static { begun++; }
                  final int code;
                  Large(int code) { this.code = code; }
                }
                static int begun;
                public static Object run() {
                  Large.USED.add(Large.C7);
                  return begun * 1000 + Large.USED.size() + Large.C399.code;
                }
              }
              """
                  .formatted(constants));
      assertThat(programs.first()).isEqualTo(1400);
      assertThat(programs.first()).isEqualTo(1401);
      assertThat(programs.second()).isEqualTo(1400);
    }

    /** Until version 48 a character of a constant may take more bytes than it needs. */
    @Test
    void theConstantsOfAnOldClassKeepTheirValues() throws Throwable {
      Map<String, byte[]> classes =
          Sources.compile(
              """
              public class Main {
                static int runs;
                public static synchronized Object run() { runs++; return "<QQQ>"; }
              }
              """);
      byte[] main = Objects.requireNonNull(classes.get("p/Main"));
      String text = new String(main, StandardCharsets.ISO_8859_1);
      byte[] old =
          text.replace("<QQQ>", "<\u00e0\u0081\u0091>").getBytes(StandardCharsets.ISO_8859_1);
      old[7] = 45;
      assertThat(new TwoPrograms(image(Map.of("p/Main", old))).first()).isEqualTo("<Q>");
    }

    @Test
    void theDefaultSerialVersionIsKept() throws Throwable {
      Map<String, byte[]> classes =
          Sources.compile(
              """
              public class Main implements java.io.Serializable {
                static java.util.Random r = new java.util.Random(); int x; public void m() {}
              }
              """);
      RewrittenImage image = RewrittenImage.plain(classes);
      Class<?> original = new RewrittenImage.Loader(classes).loadClass("p.Main");
      Class<?> rewritten = image.loader().loadClass("p.Main");
      assertThat(rewritten.getDeclaredMethods()).hasSizeGreaterThan(1);
      assertThat(ObjectStreamClass.lookup(rewritten).getSerialVersionUID())
          .isEqualTo(ObjectStreamClass.lookup(original).getSerialVersionUID());
    }
  }

  @Nested
  class Initialisation {
    @Test
    void runsOncePerProgramWhereTheLanguageSaysSo() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static class Log { static StringBuilder out = new StringBuilder(); }
                static class A { static { Log.out.append("A "); } static void touch() {} }
                static class B extends A { static { Log.out.append("B "); } B(Object o) {} static final int K = 3; }
                interface I { int N = Main.note("I "); default void m() {} }
                static class C implements I { static { Log.out.append("C "); } }
                static int note(String s) { Log.out.append(s); return 1; }
                static Object arg() { Log.out.append("arg "); return null; }
                public static Object run() {
                  Log.out.setLength(0);
                  int k = B.K; Object none = new B[0]; Class<?> c = B.class;
                  Log.out.append("start ");
                  new B(arg()); A.touch(); new C(); new C();
                  return Log.out.toString();
                }
              }
              """);
      assertThat(programs.first()).isEqualTo("start A B arg I C ");
      assertThat(programs.first()).isEqualTo("start arg ");
      assertThat(programs.second()).isEqualTo("start A B arg I C ");
    }

    @Test
    void registrationInAnotherClassHappensInTime() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static abstract class Access { static Access instance; abstract int get(Reader r); }
                static class Reader {
                  private int x = 42;
                  static { Access.instance = new Access() { int get(Reader r) { return r.x; } }; }
                }
                public static Object run() { Reader r = new Reader(); return Access.instance.get(r); }
              }
              """);
      assertThat(programs.first()).isEqualTo(42);
      assertThat(programs.second()).isEqualTo(42);
    }

    @Test
    void failureIsPerProgram() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static class Bad { static int n = Integer.parseInt(System.getProperty("none", "x")); }
                static class Worse { static { if (true) throw new IllegalStateException("no"); } static void m() {} }
                public static Object run() { Worse.m(); return null; }
              }
              """);
      assertThatThrownBy(programs::first)
          .isInstanceOf(ExceptionInInitializerError.class)
          .hasRootCauseMessage("no");
      assertThatThrownBy(programs::first).isInstanceOf(NoClassDefFoundError.class);
      assertThatThrownBy(programs::second).isInstanceOf(ExceptionInInitializerError.class);
    }

    @Test
    void recursionSeesTheUnfinishedClass() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static class A { static int a = B.b + 1; static int again = 5; }
                static class B { static int b = A.a + A.again + 10; }
                public static Object run() { return A.a + " " + B.b; }
              }
              """);
      assertThat(programs.first()).isEqualTo("11 10");
      assertThat(programs.second()).isEqualTo("11 10");
    }
  }

  @Nested
  class Sharing {
    @Test
    void immutableConstantsStayReal() {
      RewrittenImage image =
          image(
              """
              public class Main {
                static final java.util.regex.Pattern P = java.util.regex.Pattern.compile("a+");
                static final String S = "x".repeat(3);
                private static final int[] TABLE = new int[16];
                static { for (int i = 0; i < TABLE.length; i++) TABLE[i] = i * i; }
                static int square(int i) { return TABLE[i]; }
              }
              """);
      assertThat(image.statics().verdict("p/Main"))
          .isEqualTo(new Verdict(Verdict.Kind.KEEP, "immutable statics"));
    }

    @Test
    void whatMayChangeIsPerProgram() {
      RewrittenImage image =
          image(
              """
              public class Main {
                private static final int[] ESCAPES = {1, 2};
                static final java.util.List<String> LIST = new java.util.ArrayList<>();
                static final Object LOCK = new Object();
                static int[] table() { return ESCAPES; }
              }
              """);
      assertThat(image.statics().verdict("p/Main"))
          .isEqualTo(new Verdict(Verdict.Kind.STATICS, "3 statics per program, pure initialiser"));
    }

    @Test
    void whatAsksTheEnvironmentIsNotPure() {
      RewrittenImage image =
          image(
              """
              public class Main {
                static final String HOME = System.getProperty("user.home");
              }
              """);
      assertThat(image.statics().verdict("p/Main"))
          .isEqualTo(
              new Verdict(Verdict.Kind.STATICS, "1 statics per program, initialiser with effects"));
    }

    @Test
    void enumConstantsAreSharedAndTheRestIsNot() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                enum Op implements java.util.function.IntBinaryOperator {
                  ADD("+") { public int applyAsInt(int a, int b) { return a + b; } },
                  MUL("*") { public int applyAsInt(int a, int b) { return a * b; } };
                  final String sign;
                  private static final java.util.Map<String, Op> BY_SIGN = new java.util.HashMap<>();
                  static int used;
                  static { for (Op op : values()) BY_SIGN.put(op.sign, op); }
                  Op(String sign) { this.sign = sign; }
                  static Op of(String sign) { used++; return BY_SIGN.get(sign); }
                }
                public static Object run() {
                  Op op = Op.of("*");
                  java.util.EnumMap<Op, Integer> map = new java.util.EnumMap<>(Op.class);
                  map.put(op, 1);
                  String name = switch (op) { case ADD -> "add"; case MUL -> "mul"; };
                  return name + op.applyAsInt(3, 4) + Op.used + Op.valueOf("ADD") + map;
                }
              }
              """);
      assertThat(programs.first()).isEqualTo("mul121ADD{MUL=1}");
      assertThat(programs.first()).isEqualTo("mul122ADD{MUL=1}");
      assertThat(programs.second()).isEqualTo("mul121ADD{MUL=1}");
    }

    @Test
    void theStateOfEnumConstantsIsPerProgram() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static int made;
                static String title = "t";
                enum E {
                  A(title + "a", made > 1 ? 10L : 20L),
                  B(title, 5) { private double extra = 0.5; double extra() { extra *= 2; return extra + count; } },
                  C;
                  final String text; private final long size; int count; java.util.List<Object> seen = new java.util.ArrayList<>();
                  static { made += 100; }
                  E() { this("c", 3); count = 7; }
                  E(String text, long size) {
                    made++; this.text = text; this.size = size; seen.add(this.name()); seen.add(this);
                  }
                  double extra() { return size; }
                }
                static java.util.Map<E, Integer> map = new java.util.EnumMap<>(E.class);
                public static Object run() {
                  for (E e : E.values()) { e.count++; map.merge(e, e.count, Integer::sum); }
                  E.B.seen.add(1);
                  return made + " " + E.A.text + E.A.extra() + " " + E.B.extra() + E.B.seen + " " + E.C.text + E.C.count + map;
                }
              }
              """);
      assertThat(programs.first()).isEqualTo("103 ta20.0 2.0[B, B, 1] c8{A=1, B=1, C=8}");
      assertThat(programs.first()).isEqualTo("103 ta20.0 4.0[B, B, 1, 1] c9{A=3, B=3, C=17}");
      assertThat(programs.second()).isEqualTo("103 ta20.0 2.0[B, B, 1] c8{A=1, B=1, C=8}");
    }
  }

  @Nested
  class FinalizersOf {
    @Test
    void anObjectRunAsTheProgramThatMadeIt() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static int made; static int finalized; static Main last;
                int n;
                Main() { this(1); }
                Main(int n) { made += n; }
                @Override protected void finalize() throws Throwable {
                  try { finalized++; if (n == 7) throw new java.io.IOException("seven"); } finally { super.finalize(); }
                }
                public static Object run() { last = new Main(); return made + " " + finalized; }
                public static Object last() { return last; }
                public static void end(Object o) throws Throwable { ((Main) o).finalize(); }
              }
              """);
      assertThat(programs.first()).isEqualTo("1 0");
      Object made = programs.main.getMethod("last").invoke(null);
      assertThat(programs.second()).isEqualTo("1 0");
      programs.main.getMethod("end", Object.class).invoke(null, made);
      assertThat(programs.second()).isEqualTo("2 0");
      assertThat(programs.first()).isEqualTo("2 1");
    }
  }

  @Nested
  class Monitors {
    @Test
    void classesAreLockedPerProgram() throws Throwable {
      TwoPrograms programs =
          run(
              """
              public class Main {
                static int n;
                static synchronized long add(long a, int b, double c, Object[] d) {
                  try { n += b; if (b > 5) return a + n; }
                  finally { n++; }
                  synchronized (Main.class) { Main.class.notifyAll(); }
                  if (!Thread.holdsLock(Main.class)) throw new IllegalStateException();
                  long sum = a; for (Object o : d) sum += o.hashCode();
                  return sum;
                }
                public static Object run() { return add(1, 2, 3, new Object[] {4}) + add(1, 6, 0, null) + n; }
              }
              """);
      Class<?> main = programs.main;
      synchronized (main) {
        Thread other = new Thread(() -> assertThatCode(programs));
        other.start();
        other.join(60_000);
        assertThat(other.isAlive()).as("blocked by a lock on the shared class").isFalse();
      }
      assertThat(programs.second()).isEqualTo(5L + 1 + 9 + 10);
    }

    private void assertThatCode(TwoPrograms programs) {
      try {
        programs.first();
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }
}
