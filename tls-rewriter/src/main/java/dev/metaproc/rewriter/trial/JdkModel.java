package dev.metaproc.rewriter.trial;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the machine knows of the JDK. Anything that is not here is impure. Four ways, in this order:
 *
 * <ul>
 *   <li>values: immutable classes, whose methods are called for real on real arguments;
 *   <li>builders: mutable classes that only their owner sees, also real;
 *   <li>run: collections and the like, whose code runs on the machine as a program's own does;
 *   <li>opaque: locks, atomics and concurrent collections, which are made and filled unseen.
 * </ul>
 */
final class JdkModel {
  private JdkModel() {}

  private static final List<Class<?>> VALUES =
      List.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Math.class,
          StrictMath.class,
          BigInteger.class,
          BigDecimal.class,
          MathContext.class,
          Pattern.class,
          Charset.class,
          Locale.class,
          UUID.class,
          URI.class,
          Duration.class,
          RoundingMode.class,
          StandardCharsets.class,
          TimeUnit.class);

  private static final Map<String, Class<?>> BY_NAME =
      Stream.concat(
              VALUES.stream(),
              Stream.<Class<?>>of(
                  StringBuilder.class,
                  StringBuffer.class,
                  AtomicBoolean.class,
                  AtomicInteger.class,
                  AtomicLong.class))
          .collect(Collectors.toUnmodifiableMap(c -> c.getName().replace('.', '/'), c -> c));

  private static final Set<String> BUILDERS =
      Set.of(
          "java/lang/StringBuilder",
          "java/lang/StringBuffer",
          "java/util/concurrent/atomic/AtomicBoolean",
          "java/util/concurrent/atomic/AtomicInteger",
          "java/util/concurrent/atomic/AtomicLong");

  /** Superclasses whose constructors without arguments do nothing that is seen. */
  private static final Set<String> PLAIN =
      Set.of(
          "java/lang/Object",
          "java/lang/Record",
          "java/lang/Number",
          "java/lang/ThreadLocal",
          "java/lang/InheritableThreadLocal",
          "java/lang/ClassValue",
          "java/io/InputStream",
          "java/io/OutputStream",
          "java/io/Reader",
          "java/io/Writer");

  /** Methods of these classes that ask the environment, by name and number of arguments. */
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "String.getBytes0",
          "String.toLowerCase0",
          "String.toUpperCase0",
          "String.format*",
          "String.formatted*",
          "String.<init>1", // of bytes: the default character set; others are pure but rare
          "Boolean.getBoolean*",
          "Integer.getInteger*",
          "Long.getLong*",
          "Math.random0",
          "StrictMath.random0",
          "Charset.defaultCharset0",
          "Charset.availableCharsets0",
          "Locale.getDefault*",
          "Locale.setDefault*",
          "UUID.randomUUID0",
          "TimeUnit.sleep*",
          "TimeUnit.timedWait*",
          "TimeUnit.timedJoin*");

  /** Classes, with their nested ones, whose code is plain: no natives, no JVM-wide state. */
  private static final Set<String> RUN =
      Set.of(
          "java/util/AbstractCollection",
          "java/util/AbstractList",
          "java/util/AbstractMap",
          "java/util/AbstractQueue",
          "java/util/AbstractSequentialList",
          "java/util/AbstractSet",
          "java/util/ArrayDeque",
          "java/util/ArrayList",
          "java/util/BitSet",
          "java/util/Collection",
          "java/util/Comparator",
          "java/util/Comparators",
          "java/util/Dictionary",
          "java/util/HashMap",
          "java/util/HashSet",
          "java/util/Hashtable",
          "java/util/Iterator",
          "java/util/LinkedHashMap",
          "java/util/LinkedHashSet",
          "java/util/LinkedList",
          "java/util/List",
          "java/util/Map",
          "java/util/Objects",
          "java/util/Optional",
          "java/util/Set",
          "java/util/Stack",
          "java/util/TreeMap",
          "java/util/TreeSet",
          "java/util/Vector",
          "java/lang/Iterable");

  private static final Set<String> RUN_METHODS_OF =
      Set.of("java/util/Collections", "java/util/Arrays");

  private static final Set<String> OPAQUE =
      Set.of(
          "java/lang/ThreadLocal",
          "java/lang/InheritableThreadLocal",
          "java/lang/ref/WeakReference",
          "java/lang/ref/SoftReference",
          "java/lang/ref/ReferenceQueue",
          "java/util/EnumMap",
          "java/util/EnumSet",
          "java/util/TimeZone",
          "java/util/WeakHashMap",
          "java/util/IdentityHashMap",
          "java/util/concurrent/ConcurrentHashMap",
          "java/util/concurrent/ConcurrentLinkedQueue",
          "java/util/concurrent/ConcurrentLinkedDeque",
          "java/util/concurrent/CopyOnWriteArrayList",
          "java/util/concurrent/CopyOnWriteArraySet",
          "java/util/concurrent/LinkedBlockingQueue",
          "java/util/concurrent/CountDownLatch",
          "java/util/concurrent/Semaphore",
          "java/util/concurrent/atomic/AtomicIntegerArray",
          "java/util/concurrent/atomic/AtomicLongArray",
          "java/util/concurrent/atomic/AtomicReference",
          "java/util/concurrent/atomic/AtomicReferenceArray",
          "java/util/concurrent/atomic/LongAdder",
          "java/util/concurrent/locks/ReentrantLock",
          "java/util/concurrent/locks/ReentrantReadWriteLock");

  /** Methods of opaque objects that call nothing back but {@code hashCode} and {@code equals}. */
  private static final Set<String> OPAQUE_METHODS =
      Set.of(
          "put",
          "putIfAbsent",
          "add",
          "addAll",
          "set",
          "lazySet",
          "of",
          "noneOf",
          "allOf",
          "range",
          "getTimeZone");

  static boolean isValue(String owner) {
    return BY_NAME.containsKey(owner) && !BUILDERS.contains(owner);
  }

  static boolean isBuilder(String owner) {
    return BUILDERS.contains(owner);
  }

  static boolean isPlainSuperclass(String owner) {
    return PLAIN.contains(owner);
  }

  static boolean isOpaque(String owner) {
    return OPAQUE.contains(owner);
  }

  static boolean isOpaqueMethod(String name) {
    return OPAQUE_METHODS.contains(name);
  }

  /** Says whether the code of that class may be run on the machine. */
  static boolean isRun(String owner) {
    int nested = owner.indexOf('$');
    String outer = nested < 0 ? owner : owner.substring(0, nested);
    return RUN.contains(outer)
        || RUN_METHODS_OF.contains(outer)
        || outer.startsWith("java/util/function/");
  }

  /** Says whether objects of the class never change and are the same to every program. */
  static boolean isImmutable(Object object) {
    return VALUES.contains(object.getClass())
        || object instanceof Charset
        || object instanceof Enum;
  }

  /** Calls a method of a value or builder for real. */
  static Object call(
      String owner,
      String name,
      Object receiverOrNone,
      Class<?>[] types,
      @Nullable Object[] arguments) {
    String simple = owner.substring(owner.lastIndexOf('/') + 1);
    if (ENVIRONMENT.contains(simple + "." + name + "*")
        || ENVIRONMENT.contains(simple + "." + name + arguments.length)) {
      throw new Impure("asks the environment: " + simple + "." + name);
    }
    Class<?> type = BY_NAME.get(owner);
    if (type == null) {
      throw new Impure("calls " + owner + "." + name);
    }
    try {
      if (name.equals("<init>")) {
        return type.getConstructor(types).newInstance(arguments);
      }
      Method method = type.getMethod(name, types);
      Object result =
          method.invoke(
              Modifier.isStatic(method.getModifiers()) ? null : receiverOrNone, arguments);
      return result == null ? NOTHING : result;
    } catch (InvocationTargetException e) {
      throw new Impure(simple + "." + name + Arrays.toString(arguments) + " throws");
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new Impure("calls " + owner + "." + name);
    }
  }

  /** Stands for null and void. */
  static final Object NOTHING = new Object();

  /** A public constant of a class of values, such as {@code Locale.ROOT}. */
  static Object constant(String owner, String name) {
    Class<?> type = BY_NAME.get(owner);
    if (type != null) {
      try {
        Object value = type.getField(name).get(null);
        if (value != null
            && (isImmutable(value)
                || value instanceof Class
                || name.equals("CASE_INSENSITIVE_ORDER"))) {
          return value;
        }
      } catch (ReflectiveOperationException e) {
        throw new Impure("reads " + owner + "." + name);
      }
    }
    throw new Impure("reads " + owner + "." + name);
  }
}
