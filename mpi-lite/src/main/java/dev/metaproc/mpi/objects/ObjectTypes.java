package dev.metaproc.mpi.objects;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The classes of one program, as far as objects of them were sent: how to take these apart.
 * Thread-safe.
 *
 * <p>An object may travel in pieces if that cannot be told from serialisation: a record, an enum,
 * an array, an object of a class that leaves serialisation to the JDK, a common collection.
 * Anything else, such as a class with a {@code writeObject} of its own, makes the whole message a
 * stream.
 */
public final class ObjectTypes {
  /** Final, or asked for by their exact class, and never changing: passed on as they are. */
  private static final Set<Class<?>> VALUES =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          URI.class,
          Duration.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          MonthDay.class,
          OffsetDateTime.class,
          OffsetTime.class,
          Period.class,
          Year.class,
          YearMonth.class,
          ZoneOffset.class,
          ZonedDateTime.class);

  private static final Map<Class<?>, Shape.Kind> COLLECTIONS =
      Map.ofEntries(
          Map.entry(ArrayList.class, Shape.Kind.ARRAY_LIST),
          Map.entry(LinkedList.class, Shape.Kind.LINKED_LIST),
          Map.entry(ArrayDeque.class, Shape.Kind.ARRAY_DEQUE),
          Map.entry(Arrays.asList(0).getClass(), Shape.Kind.AS_LIST),
          Map.entry(List.of(0).getClass(), Shape.Kind.IMMUTABLE_LIST),
          Map.entry(List.of().getClass(), Shape.Kind.IMMUTABLE_LIST),
          Map.entry(HashSet.class, Shape.Kind.HASH_SET),
          Map.entry(LinkedHashSet.class, Shape.Kind.LINKED_HASH_SET),
          Map.entry(Set.of(0).getClass(), Shape.Kind.IMMUTABLE_SET),
          Map.entry(Set.of().getClass(), Shape.Kind.IMMUTABLE_SET),
          Map.entry(HashMap.class, Shape.Kind.HASH_MAP),
          Map.entry(Map.of(0, 0).getClass(), Shape.Kind.IMMUTABLE_MAP),
          Map.entry(Map.of().getClass(), Shape.Kind.IMMUTABLE_MAP));

  private final ConcurrentMap<Class<?>, Outgoing> outgoing = new ConcurrentHashMap<>();
  private final ConcurrentMap<Shape, Incoming> incoming = new ConcurrentHashMap<>();

  public ObjectTypes() {}

  /** How objects of {@code type} travel; {@link Outgoing#NONE} if only in a stream. */
  Outgoing outgoing(Class<?> type) {
    Outgoing known = outgoing.get(type);
    return known != null ? known : outgoing.computeIfAbsent(type, ObjectTypes::find);
  }

  /**
   * How objects of a shape are put together from {@code loader}'s classes.
   *
   * @throws ClassNotFoundException if there is no such class
   * @throws IllegalArgumentException if it is quite another one
   */
  Incoming incoming(Shape shape, ClassLoader loader) throws ClassNotFoundException {
    Incoming known = incoming.get(shape);
    if (known == null) {
      known = Incoming.of(shape, loader);
      incoming.put(shape, known);
    }
    return known;
  }

  private static Outgoing find(Class<?> type) {
    Shape.Kind collection = COLLECTIONS.get(type);
    if (collection != null) {
      return new Outgoing(Shape.counted(collection, ""), null);
    }
    if (VALUES.contains(type)) {
      return Outgoing.VALUE;
    }
    if (type.isArray()) {
      boolean primitive = type.getComponentType().isPrimitive();
      Shape.Kind kind = primitive ? Shape.Kind.NUMBERS : Shape.Kind.ARRAY;
      return new Outgoing(Shape.counted(kind, type.getName()), null);
    }
    if (Enum.class.isAssignableFrom(type)) {
      return ofEnum(type);
    }
    return ClassFields.leavesSerialisationToTheJdk(type) ? ofFields(type) : Outgoing.NONE;
  }

  private static Outgoing ofEnum(Class<?> type) {
    Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
    if (declaring.getClassLoader() == null) {
      return Outgoing.VALUE;
    }
    List<Shape.Field> names =
        Arrays.stream(declaring.getEnumConstants())
            .map(each -> new Shape.Field("", ((Enum<?>) each).name(), ""))
            .toList();
    return new Outgoing(new Shape(Shape.Kind.ENUM, declaring.getName(), names, List.of()), null);
  }

  private static Outgoing ofFields(Class<?> type) {
    try {
      ClassFields fields = ClassFields.of(type);
      return new Outgoing(fields.shape(), fields.code());
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Outgoing.NONE; // serialisation knows what to do about it, or what to say
    }
  }
}
