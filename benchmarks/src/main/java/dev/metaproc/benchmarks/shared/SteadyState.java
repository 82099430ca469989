package dev.metaproc.benchmarks.shared;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.antlr.v4.Tool;
import org.antlr.v4.tool.Grammar;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;

/**
 * Prints the CPU time of one thread for one unit of work, in nanoseconds: the minimum of several
 * windows after a warm-up. One argument names the work.
 */
public final class SteadyState {
  private static final int WINDOWS = 8;
  private static final long WARM_UP = 15_000_000_000L;
  private static final long WINDOW = 400_000_000L;

  private static long counter;

  private SteadyState() {}

  /** One unit of work; its result is checked against that of the first time. */
  private interface Work {
    long run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Work work = work(arguments[0]);
    long expected = work.run();
    for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP; ) {
      check(work.run(), expected);
    }
    double best = Double.MAX_VALUE;
    for (int i = 0; i < WINDOWS; i++) {
      best = Math.min(best, window(work, expected));
    }
    System.out.printf("%s %.0f%n", arguments[0], best);
  }

  private static double window(Work work, long expected) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long used = 0;
    int units = 0;
    while (used < WINDOW) {
      check(work.run(), expected);
      units++;
      used = threads.getCurrentThreadCpuTime() - start;
    }
    return (double) used / units;
  }

  private static void check(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException("got " + result + " instead of " + expected);
    }
  }

  private static Work work(String name) throws Exception {
    return switch (name) {
      case "counter" -> SteadyState::counter;
      case "gson" -> gson();
      case "rhino" -> SteadyState::rhino;
      case "ecj" -> ecj();
      case "antlr" -> antlr();
      case "h2" -> h2();
      default -> throw new IllegalArgumentException(name + ": counter gson rhino ecj antlr h2");
    };
  }

  private static long counter() {
    long before = counter;
    for (int i = 0; i < 1_000_000; i++) {
      count(i);
    }
    return counter - before;
  }

  private static void count(int i) {
    counter += (i & 1) + 1;
  }

  private static Work gson() {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < 2000; i++) {
      json.append(i == 0 ? "" : ",").append("{\"id\":").append(i).append(",\"name\":\"n").append(i);
      json.append("\",\"tags\":[\"a\",\"b\",true,null,1.5e3],\"inner\":{\"x\":-")
          .append(i)
          .append("}}");
    }
    String text = json.append(']').toString();
    return () -> {
      JsonElement parsed = JsonParser.parseString(text);
      return (long) parsed.getAsJsonArray().size() + parsed.toString().length();
    };
  }

  private static long rhino() {
    String script =
        """
        function Point(x, y) { this.x = x; this.y = y; }
        Point.prototype.add = function(o) { return new Point(this.x + o.x, this.y + o.y); };
        var p = new Point(0, 0), words = {}, list = [];
        for (var i = 0; i < 3000; i++) {
          p = p.add(new Point(i, -i));
          var w = 'w' + (i % 50);
          words[w] = (words[w] || 0) + 1;
          if (i % 7 == 0) list.push(w.toUpperCase().replace(/W/, 'v'));
        }
        list.sort(); p.x + list.join('').length + words.w1;
        """;
    Context context = Context.enter();
    try {
      context.setInterpretedMode(true);
      Scriptable scope = context.initStandardObjects();
      Object result = context.evaluateString(scope, script, "bench", 1, null);
      return ((Number) Context.jsToJava(result, Double.class)).longValue();
    } finally {
      Context.exit();
    }
  }

  private static Work ecj() throws Exception {
    Path directory = Files.createTempDirectory("ecj");
    StringBuilder source = new StringBuilder("import java.util.*; class A {");
    for (int i = 0; i < 60; i++) {
      source.append("int m").append(i).append("(List<String> l) { int s = 0; for (String x : l)");
      source.append(" { switch (x.length()) { case 1: s++; break; default: s += x.hashCode(); } }");
      source.append(
          " Map<String, List<Integer>> m = new TreeMap<>(); m.forEach((k, v) -> v.add(1));");
      source.append(" return s + m.size(); }");
    }
    Path file = Files.writeString(directory.resolve("A.java"), source.append('}'));
    return () -> {
      StringWriter err = new StringWriter();
      String line = "-21 -nowarn -proc:none -d none " + file;
      boolean done = BatchCompiler.compile(line, new PrintWriter(err), new PrintWriter(err), null);
      if (!done) {
        throw new IllegalStateException(err.toString());
      }
      return 1;
    };
  }

  private static Work antlr() {
    StringBuilder text = new StringBuilder("grammar G; start : rule0* EOF ;\n");
    for (int i = 0; i < 40; i++) {
      text.append("rule").append(i).append(" : ID '=' ( rule").append((i + 1) % 40);
      text.append(" | NUM ('+' NUM)* | '(' rule").append((i + 7) % 40).append(" ')' )? ';' ;\n");
    }
    text.append("ID : [a-z]+ ; NUM : [0-9]+ ; WS : [ \\t\\n]+ -> skip ;\n");
    return () -> {
      Grammar grammar = new Grammar(text.toString());
      new Tool().process(grammar, false);
      return (long) grammar.rules.size() + grammar.getATN().states.size();
    };
  }

  private static Work h2() throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:bench");
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table t(id int primary key, name varchar(40), n int)");
      for (int i = 0; i < 2000; i++) {
        statement.execute("insert into t values(" + i + ", 'name" + i + "', " + i % 13 + ")");
      }
    }
    return () -> {
      long sum = 0;
      String sql = "select n, count(*), max(name) from t where id > ? group by n order by n";
      try (PreparedStatement query = connection.prepareStatement(sql)) {
        for (int i = 0; i < 3; i++) {
          query.setInt(1, i * 100);
          try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              sum += rows.getInt(2) + rows.getString(3).length();
            }
          }
        }
      }
      return sum;
    };
  }
}
