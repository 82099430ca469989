package dev.metaproc.rewriter.reflection;

import static dev.metaproc.rewriter.reflection.ReflectiveUse.FIELD;
import static dev.metaproc.rewriter.reflection.ReflectiveUse.INITIALIZES;
import static dev.metaproc.rewriter.reflection.ReflectiveUse.RECEIVER;
import static dev.metaproc.rewriter.reflection.ReflectiveUse.REPLACE;
import static dev.metaproc.rewriter.reflection.ReflectiveUse.RESULT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which calls are reflective uses of what kind, one row each. */
final class ReflectionTable {
  private static final String STR = "Ljava/lang/String;";
  private static final String CLASS = "Ljava/lang/Class;";
  private static final String FIELD_TYPE = "Ljava/lang/reflect/Field;";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String ANY = "";

  private static final Map<String, ReflectiveUse> ROWS = new HashMap<>();

  static {
    String type = "java/lang/Class";
    row(type, "forName(" + STR + ")" + CLASS, RESULT);
    row(type, "forName(" + STR + "ZLjava/lang/ClassLoader;)" + CLASS, REPLACE);
    row(type, "getDeclaredFields()[" + FIELD_TYPE, RESULT);
    row(type, "getFields()[" + FIELD_TYPE, RESULT);
    row(type, "getDeclaredMethods()[Ljava/lang/reflect/Method;", RESULT);
    row(type, "getMethods()[Ljava/lang/reflect/Method;", RESULT);

    row(type, "getDeclaredConstructors()[Ljava/lang/reflect/Constructor;", RESULT);

    row(type, "getEnumConstants()[" + OBJECT, INITIALIZES);
    row("java/lang/Enum", "valueOf(" + CLASS + STR + ")Ljava/lang/Enum;", INITIALIZES);
    row("java/util/EnumSet", "allOf(" + CLASS + ")Ljava/util/EnumSet;", INITIALIZES);
    row("java/util/EnumSet", "noneOf(" + CLASS + ")Ljava/util/EnumSet;", INITIALIZES);
    row("java/util/EnumMap", "<init>(" + CLASS + ")V", INITIALIZES);
    row("sun/misc/Unsafe", "allocateInstance(" + CLASS + ")" + OBJECT, INITIALIZES);
    String constructor = "Ljava/lang/reflect/Constructor;";
    String making = "newConstructorForSerialization(" + CLASS;
    row("sun/reflect/ReflectionFactory", making + ")" + constructor, INITIALIZES);
    row("sun/reflect/ReflectionFactory", making + constructor + ")" + constructor, INITIALIZES);
    String proxied = "newProxyInstance(Ljava/lang/ClassLoader;[" + CLASS;
    String handler = "Ljava/lang/reflect/InvocationHandler;";
    row("java/lang/reflect/Proxy", proxied + handler + ")" + OBJECT, RESULT);

    String field = "java/lang/reflect/Field";
    row(field, "get(" + OBJECT + ")" + OBJECT, FIELD);
    row(field, "set(" + OBJECT + OBJECT + ")V", FIELD);
    for (String each : List.of("Boolean Z", "Byte B", "Char C", "Short S", "Int I", "Long J")) {
      primitive(field, each);
    }
    primitive(field, "Float F");
    primitive(field, "Double D");

    String lookup = "java/lang/invoke/MethodHandles$Lookup";
    String handle = "Ljava/lang/invoke/MethodHandle;";
    String variable = "Ljava/lang/invoke/VarHandle;";
    row(lookup, "findStaticGetter(" + CLASS + STR + CLASS + ")" + handle, REPLACE);
    row(lookup, "findStaticSetter(" + CLASS + STR + CLASS + ")" + handle, REPLACE);
    row(lookup, "findStaticVarHandle(" + CLASS + STR + CLASS + ")" + variable, REPLACE);
    row(lookup, "unreflectGetter(" + FIELD_TYPE + ")" + handle, REPLACE);
    row(lookup, "unreflectSetter(" + FIELD_TYPE + ")" + handle, REPLACE);
    row(lookup, "unreflectVarHandle(" + FIELD_TYPE + ")" + variable, REPLACE);
    row(lookup, "ensureInitialized(" + CLASS + ")" + CLASS, RESULT);

    row("sun/misc/Unsafe", "staticFieldBase(" + FIELD_TYPE + ")" + OBJECT, REPLACE);
    row("sun/misc/Unsafe", "staticFieldOffset(" + FIELD_TYPE + ")J", REPLACE);

    row(ANY, "getStackTrace()[Ljava/lang/StackTraceElement;", RESULT);
    row(ANY, "printStackTrace()V", RECEIVER);
    row(ANY, "printStackTrace(Ljava/io/PrintStream;)V", RECEIVER);
    row(ANY, "printStackTrace(Ljava/io/PrintWriter;)V", RECEIVER);
    row("java/lang/StackWalker", "walk(Ljava/util/function/Function;)" + OBJECT, REPLACE);
    row("java/lang/StackWalker", "getCallerClass()" + CLASS, RESULT);
    row(ANY, "getClassContext()[" + CLASS, RESULT);
    row("java/lang/StackWalker", "forEach(Ljava/util/function/Consumer;)V", REPLACE);

    String cleanable = "Ljava/lang/ref/Cleaner$Cleanable;";
    row(
        "java/lang/ref/Cleaner",
        "register(" + OBJECT + "Ljava/lang/Runnable;)" + cleanable,
        REPLACE);

    String thread = "Ljava/lang/Thread;";
    String factory = "Ljava/util/concurrent/ThreadFactory;";
    for (String kind : List.of("", "$OfVirtual", "$OfPlatform")) {
      String builder = "java/lang/Thread$Builder" + kind;
      row(builder, "start(Ljava/lang/Runnable;)" + thread, REPLACE);
      row(builder, "unstarted(Ljava/lang/Runnable;)" + thread, RESULT);
      row(builder, "factory()" + factory, RESULT);
    }
  }

  private ReflectionTable() {}

  private static void primitive(String field, String nameAndDescriptor) {
    int space = nameAndDescriptor.indexOf(' ');
    String name = nameAndDescriptor.substring(0, space);
    String descriptor = nameAndDescriptor.substring(space + 1);
    row(field, "get" + name + "(" + OBJECT + ")" + descriptor, FIELD);
    row(field, "set" + name + "(" + OBJECT + descriptor + ")V", FIELD);
  }

  private static void row(String owner, String member, ReflectiveUse use) {
    ROWS.put(owner + "." + member, use);
  }

  /** What to do at a call of that member, or null for nothing. */
  static @Nullable ReflectiveUse find(String owner, String name, String descriptor) {
    ReflectiveUse exact = ROWS.get(owner + "." + name + descriptor);
    return exact != null ? exact : ROWS.get(ANY + "." + name + descriptor);
  }
}
