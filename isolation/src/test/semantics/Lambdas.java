import java.util.function.*;
import java.util.stream.*;

/** Lambdas and method references read and write statics. */
public class Lambdas {
  static int n;

  static int next() {
    return ++n;
  }

  static final Supplier<Integer> NEXT = Lambdas::next;
  static final Runnable ADD = () -> n += 10;
  static IntUnaryOperator op = x -> x + n;

  public static void main(String[] args) {
    n = Integer.parseInt(args[0]);
    ADD.run();
    System.out.println(
        NEXT.get() + " " + op.applyAsInt(100) + " " + Stream.generate(NEXT).limit(3).toList());
    Supplier<Object> make = Lambdas::new;
    System.out.println(make.get().getClass() == Lambdas.class);
  }
}
