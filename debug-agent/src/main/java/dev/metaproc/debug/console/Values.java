package dev.metaproc.debug.console;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.CharValue;
import com.sun.jdi.Field;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.PrimitiveValue;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as gdb writes them. */
final class Values {
  /** As gdb's {@code print elements}. */
  private static final int MOST = 200;

  private Values() {}

  /** One line; of an object its class and fields, of an array its elements. */
  static String format(@Nullable Value value) {
    return format(value, true);
  }

  /** As an element or field of another. */
  static String brief(@Nullable Value value) {
    return format(value, false);
  }

  private static String format(@Nullable Value value, boolean isOpen) {
    return switch (value) {
      case null -> "null";
      case StringReference text -> '"' + text.value().replace("\n", "\\n") + '"';
      case CharValue character -> "'" + character.value() + "'";
      case PrimitiveValue number -> number.toString();
      case ArrayReference array when isOpen -> elements(array);
      case ArrayReference array -> array.type().name().replace("[]", "[" + array.length() + "]");
      case ObjectReference object when isOpen -> fields(object);
      case ObjectReference object -> object.type().name() + "@" + object.uniqueID();
      default -> value.toString();
    };
  }

  private static String elements(ArrayReference array) {
    List<String> parts = new ArrayList<>();
    int shown = Math.min(MOST, array.length());
    if (shown > 0) {
      array.getValues(0, shown).forEach(each -> parts.add(format(each, false)));
    }
    return "{" + String.join(", ", parts) + (shown < array.length() ? "…" : "") + "}";
  }

  private static String fields(ObjectReference object) {
    List<String> parts = new ArrayList<>();
    for (Field field : object.referenceType().allFields()) {
      if (!field.isStatic() && parts.size() < MOST) {
        parts.add(field.name() + " = " + format(object.getValue(field), false));
      }
    }
    return format(object, false) + " {" + String.join(", ", parts) + "}";
  }
}
