import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** Constants that hold objects which are in statics of other classes, too. */
public class EnumsOfValues {
  static final class Selector {
    static final Selector NIL = new Selector(0);
    static final Selector ALL = new Selector(1, NIL);
    final int bits;
    final Selector next;

    private Selector(int bits) {
      this(bits, null);
    }

    private Selector(int bits, Selector next) {
      this.bits = bits;
      this.next = next;
    }
  }

  record Pair(Selector first, Selector second) {}

  static class Tables {
    static final IntSupplier ONE = () -> 1;
    static final List<Selector> SELECTORS = List.of(Selector.NIL, Selector.ALL);
  }

  enum Kind {
    NIL(Selector.NIL),
    ALL(Selector.ALL);
    final Selector selector;

    Kind(Selector selector) {
      this.selector = selector;
    }
  }

  enum Wrapped {
    BOTH;
    final Pair pair = new Pair(Selector.NIL, Selector.ALL);
  }

  enum Listed {
    A;
    final List<Selector> selectors = Tables.SELECTORS;
  }

  enum Computed {
    A(Tables.ONE);
    final IntSupplier value;

    Computed(IntSupplier value) {
      this.value = value;
    }
  }

  enum Own {
    A(new Pair(null, null));
    final Pair pair;

    Own(Pair pair) {
      this.pair = pair;
    }
  }

  static class Values {
    static final Pattern PATTERN = pattern("a");
    static final String TEXT = text("b");
    static final Integer NUMBER = number(12345);
    static final String KNOWN = "c".concat("d");

    static Pattern pattern(String text) {
      return Pattern.compile(text);
    }

    static String text(String text) {
      return "text of " + text;
    }

    static Integer number(int number) {
      return number;
    }
  }

  enum OfJdk {
    A(Values.PATTERN, Values.TEXT, Values.NUMBER);
    final Pattern pattern;
    final String text;
    final Integer number;

    OfJdk(Pattern pattern, String text, Integer number) {
      this.pattern = pattern;
      this.text = text;
      this.number = number;
    }
  }

  enum OfKnown {
    A(Values.KNOWN);
    final String text;

    OfKnown(String text) {
      this.text = text;
    }
  }

  record Texts(List<String> all) {}

  enum Deep {
    A;
    final Texts texts = new Texts(List.of(Values.TEXT));
  }

  public static void main(String[] args) {
    System.out.println(Kind.NIL.selector == Selector.NIL);
    System.out.println(Kind.ALL.selector == Selector.ALL);
    System.out.println(Kind.ALL.selector.next == Selector.NIL);
    System.out.println(Wrapped.BOTH.pair.first() == Selector.NIL);
    System.out.println(Wrapped.BOTH.pair.second() == Selector.ALL);
    System.out.println(Listed.A.selectors == Tables.SELECTORS);
    System.out.println(Computed.A.value == Tables.ONE);
    System.out.println(Own.A.pair + args[0]);
    System.out.println(OfJdk.A.pattern == Values.PATTERN);
    System.out.println(OfJdk.A.text == Values.TEXT);
    System.out.println(OfJdk.A.number == Values.NUMBER);
    System.out.println(OfKnown.A.text == Values.KNOWN);
    System.out.println(Deep.A.texts.all().get(0) == Values.TEXT);
  }
}
