package dev.metaproc.mpi.objects;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How objects of a shape are put together.
 *
 * @param type the receiver's class, of what is not a collection
 * @param constants of an enum, as the sender counts them
 */
@SuppressWarnings({"ArrayRecordComponent", "JdkObsolete"}) // never compared; as it was sent
record Incoming(
    Shape shape,
    @Nullable Class<?> type,
    @Nullable FieldCode code,
    @Nullable Object @Nullable [] constants) {

  static Incoming of(Shape shape, ClassLoader loader) throws ClassNotFoundException {
    return switch (shape.kind()) {
      case RECORD, PLAIN -> ofFields(shape, Class.forName(shape.name(), false, loader));
      case ENUM -> {
        Class<?> type = Class.forName(shape.name(), true, loader);
        yield new Incoming(shape, type, null, constants(shape, type));
      }
      case ARRAY -> new Incoming(shape, Class.forName(shape.name(), false, loader), null, null);
      default -> new Incoming(shape, null, null, null);
    };
  }

  private static Incoming ofFields(Shape shape, Class<?> type) {
    boolean isRecord = shape.kind() == Shape.Kind.RECORD;
    if (type.isRecord() != isRecord || !ClassFields.leavesSerialisationToTheJdk(type)) {
      throw new IllegalArgumentException(
          type + " is another class than the sender's of that name: use one version of it");
    }
    try {
      return new Incoming(shape, type, ClassFields.of(type).code(shape), null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static @Nullable Object[] constants(Shape shape, Class<?> type) {
    @Nullable Object[] own = type.getEnumConstants();
    if (own == null) {
      throw new IllegalArgumentException(type + " is no enum here, as it is where it was sent");
    }
    return shape.numbers().stream()
        .map(
            name ->
                Arrays.stream(own)
                    .filter(
                        each -> ((Enum<?>) Objects.requireNonNull(each)).name().equals(name.name()))
                    .findFirst()
                    .orElse(null))
        .toArray();
  }

  /** Can others refer to it before what it refers to is there? */
  boolean isMadeFirst() {
    return switch (shape.kind()) {
      case RECORD, ENUM, NUMBERS, IMMUTABLE_LIST, NULLS_LIST, IMMUTABLE_SET, IMMUTABLE_MAP -> false;
      default -> true;
    };
  }

  /** An object still without what it refers to. */
  Object empty(long[] numbers, int at) {
    return switch (shape.kind()) {
      case PLAIN -> Objects.requireNonNull(code).make(numbers, at, new Object[0], 0);
      case ARRAY ->
          Array.newInstance(
              Objects.requireNonNull(Objects.requireNonNull(type).getComponentType()),
              (int) numbers[at]);
      case ARRAY_LIST -> new ArrayList<>((int) numbers[at]);
      case LINKED_LIST -> new LinkedList<>();
      case ARRAY_DEQUE -> new ArrayDeque<>((int) numbers[at]);
      case AS_LIST -> Arrays.asList(new Object[(int) numbers[at]]);
      case HASH_SET -> HashSet.newHashSet((int) numbers[at]);
      case LINKED_HASH_SET -> LinkedHashSet.newLinkedHashSet((int) numbers[at]);
      case HASH_MAP -> HashMap.newHashMap((int) numbers[at] / 2);
      default -> throw new IllegalStateException(shape + " is made at once");
    };
  }

  /** Gives what {@link #empty} made what it refers to. */
  @SuppressWarnings("unchecked")
  void fill(Object made, long[] numbers, int at, @Nullable Object[] references, int start) {
    int count = shape.referenceCount(numbers, at);
    switch (shape.kind()) {
      case PLAIN -> Objects.requireNonNull(code).fill(made, numbers, at, references, start);
      case ARRAY -> System.arraycopy(references, start, made, 0, count);
      case AS_LIST -> {
        List<@Nullable Object> list = (List<@Nullable Object>) made;
        for (int i = 0; i < count; i++) {
          list.set(i, references[start + i]);
        }
      }
      case HASH_MAP -> {
        Map<@Nullable Object, @Nullable Object> map =
            (Map<@Nullable Object, @Nullable Object>) made;
        for (int i = start; i < start + count; i += 2) {
          map.put(references[i], references[i + 1]);
        }
      }
      default -> {
        Collection<@Nullable Object> all = (Collection<@Nullable Object>) made;
        for (int i = start; i < start + count; i++) {
          all.add(references[i]);
        }
      }
    }
  }

  /** A whole object, of what cannot be changed later. */
  @Nullable Object whole(long[] numbers, int at, @Nullable Object[] references, int start) {
    if (shape.kind() == Shape.Kind.RECORD) {
      return Objects.requireNonNull(code).make(numbers, at, references, start);
    }
    int end = start + shape.referenceCount(numbers, at);
    return switch (shape.kind()) {
      case ENUM -> constant((int) numbers[at]);
      case NUMBERS -> copy(Objects.requireNonNull(references[start]));
      case IMMUTABLE_LIST -> List.of(Arrays.copyOfRange(references, start, end));
      case NULLS_LIST -> Arrays.stream(references, start, end).toList();
      case IMMUTABLE_SET -> Set.of(Arrays.copyOfRange(references, start, end));
      default -> map(references, start, end);
    };
  }

  private Object constant(int index) {
    Object found = Objects.requireNonNull(constants)[index];
    if (found == null) {
      throw new IllegalArgumentException(
          type + " has no constant " + shape.numbers().get(index).name() + " here");
    }
    return found;
  }

  /** Many receivers may read one parcel. */
  static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  private static Object map(@Nullable Object[] references, int start, int end) {
    List<Map.Entry<Object, Object>> entries = new ArrayList<>();
    for (int i = start; i < end; i += 2) {
      entries.add(
          Map.entry(
              Objects.requireNonNull(references[i]), Objects.requireNonNull(references[i + 1])));
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    Map.Entry<Object, Object>[] array = entries.toArray(new Map.Entry[0]);
    return Map.ofEntries(array);
  }
}
