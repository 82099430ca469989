package dev.metaproc.debug.console;

import com.sun.jdi.Field;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions with the evaluator of the JDK's own jdb, which this JVM must export ({@link
 * #OPTION}): names, fields, array elements, calls, operators, assignments. A class's name means the
 * copy of the program at hand.
 */
final class Expressions {
  /** What the JVM that the console runs in has to be started with. */
  static final String OPTION =
      "--add-exports=jdk.jdi/" + "com.sun.tools.example.debug.expr=ALL-UNNAMED";

  private static final String UNKNOWN = "Name unknown: ";
  private static final String PARSER = "com.sun.tools.example.debug.expr.ExpressionParser";
  private static final String FRAME = PARSER + "$GetFrame";

  private final Target target;

  Expressions(Target target) {
    this.target = target;
  }

  /**
   * The value of an expression.
   *
   * @param pid whose classes names mean
   * @param frame where local names are looked up; null for none
   * @throws CommandFailedException when it has none
   */
  @Nullable Value evaluate(String expression, long pid, @Nullable StackFrame frame) {
    if (frame == null) {
      return staticField(expression, pid);
    }
    String text = expression;
    while (true) {
      try {
        return evaluateOnce(text, pid, frame);
      } catch (CommandFailedException e) {
        String qualified = qualified(text, String.valueOf(e.getMessage()), frame);
        if (qualified.equals(text)) {
          throw e;
        }
        text = qualified;
      }
    }
  }

  /** All that can be looked at while the program runs; jdb's evaluator wants a frame. */
  private @Nullable Value staticField(String expression, long pid) {
    int dot = expression.lastIndexOf('.');
    if (dot > 0) {
      for (ReferenceType type : target.classes(expression.substring(0, dot).strip(), pid)) {
        Field field = type.fieldByName(expression.substring(dot + 1).strip());
        if (field != null && field.isStatic()) {
          return type.getValue(field);
        }
      }
    }
    if (expression.matches("-?\\d+")) {
      return target.vm().mirrorOf(Integer.parseInt(expression));
    }
    throw new CommandFailedException(
        "No frame: of a program that runs only Class.field can be printed (interrupt stops it).");
  }

  /** jdb knows no simple names of fields: the one it has not found is qualified. */
  private static String qualified(String expression, String failure, StackFrame frame) {
    if (!failure.startsWith(UNKNOWN)) {
      return expression;
    }
    String name = failure.substring(UNKNOWN.length()).strip();
    Field field = frame.location().declaringType().fieldByName(name);
    if (field == null) {
      return expression;
    }
    String owner = field.isStatic() ? field.declaringType().name() : "this";
    return expression.replaceAll(
        "(?<![\\w$.])" + Pattern.quote(name) + "(?![\\w$])",
        Matcher.quoteReplacement(owner + "." + name));
  }

  private @Nullable Value evaluateOnce(String expression, long pid, StackFrame frame) {
    try {
      Class<?> getFrame = Class.forName(FRAME);
      Object frames =
          Proxy.newProxyInstance(
              Expressions.class.getClassLoader(),
              new Class<?>[] {getFrame},
              (proxy, method, arguments) -> frame);
      Method evaluate =
          Class.forName(PARSER).getMethod("evaluate", String.class, VirtualMachine.class, getFrame);
      return (Value) evaluate.invoke(null, expression, machineOf(pid), frames);
    } catch (InvocationTargetException e) {
      throw new CommandFailedException(reason(e));
    } catch (IllegalAccessException e) {
      throw new CommandFailedException("expressions need a JVM started with " + OPTION);
    } catch (ReflectiveOperationException e) {
      throw new CommandFailedException("this JDK has no evaluator of expressions: " + e);
    }
  }

  private static String reason(InvocationTargetException e) {
    Throwable cause = e.getCause();
    if (cause == null) {
      return "cannot be evaluated";
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /** The same machine, in which a name is that of one program's class. */
  private VirtualMachine machineOf(long pid) {
    return (VirtualMachine)
        Proxy.newProxyInstance(
            Expressions.class.getClassLoader(),
            new Class<?>[] {VirtualMachine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("classesByName")) {
                return target.classes((String) arguments[0], pid);
              }
              if (method.getName().equals("allClasses")) {
                return visible(pid);
              }
              try {
                return method.invoke(target.vm(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private List<ReferenceType> visible(long pid) {
    return target.vm().allClasses().stream()
        .filter(
            type -> {
              long owner = target.ownerOf(type);
              return owner == 0 || owner == pid;
            })
        .toList();
  }
}
