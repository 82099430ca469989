package dev.metaproc.mpi.objects;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes objects apart, breadth first and without recursion: what is referred to gets a number and
 * waits in {@code found} for its turn. Serves one message after the other, of one thread.
 */
@SuppressWarnings({"ReferenceEquality", "EnumOrdinal"}) // the one NONE; the sender's own count
public final class ParcelWriter {
  /** Room that is kept for the next message. */
  private static final int KEPT = 1 << 16;

  /** As {@code Stream.toList} makes it, of the same class as {@code List.of}. */
  private static final Shape NULLS = Shape.counted(Shape.Kind.NULLS_LIST, "");

  private final ObjectTypes types;
  private final IdentityTable known = new IdentityTable();
  private @Nullable Object[] found = new Object[64];
  private Shape[] shapes = new Shape[64];
  private @Nullable FieldCode[] codes = new FieldCode[64];
  private int objects;
  private long[] numbers = new long[64];
  private int usedNumbers;
  private @Nullable Object[] slots = new Object[64];
  private int[] links = new int[64];
  private int usedSlots;
  private long arrayBytes;
  private @Nullable Class<?> lastType;
  private Outgoing lastOutgoing = Outgoing.NONE;
  private boolean refused;

  public ParcelWriter(ObjectTypes types) {
    this.types = types;
  }

  /** The objects in pieces; null if some part of them can only be serialised. */
  public Parcel.@Nullable Pieces write(@Nullable Object[] items) {
    try {
      add(items, items.length);
      for (int i = 0; i < objects && !refused; i++) {
        takeApart(i);
      }
      return refused ? null : pieces();
    } finally {
      clear();
    }
  }

  private Parcel.Pieces pieces() {
    long bytes = 8L * (usedNumbers + usedSlots) + arrayBytes;
    return new Parcel.Pieces(
        Arrays.copyOf(shapes, objects),
        Arrays.copyOf(numbers, usedNumbers),
        Arrays.copyOf(slots, usedSlots),
        Arrays.copyOf(links, usedSlots),
        (int) Math.min(bytes, Integer.MAX_VALUE));
  }

  private void takeApart(int index) {
    Object object = found[index];
    FieldCode code = codes[index];
    if (code != null && object != null) {
      int count = shapes[index].references().size();
      roomForSlots(count);
      int start = usedSlots;
      code.references(object, slots, start);
      usedSlots += count;
      for (int i = start; i < start + count; i++) {
        resolve(i);
      }
    } else if (object instanceof Object[] contents) {
      add(contents, contents.length);
    } else if (object != null) {
      roomForSlots(1);
      slots[usedSlots] = object; // an array of numbers, our own copy
      links[usedSlots++] = 0;
    }
  }

  private void add(@Nullable Object[] references, int count) {
    roomForSlots(count);
    System.arraycopy(references, 0, slots, usedSlots, count);
    int start = usedSlots;
    usedSlots += count;
    for (int i = start; i < start + count; i++) {
      resolve(i);
    }
  }

  /** Replaces what is in a slot by a link, if it does not travel as it is. */
  private void resolve(int slot) {
    Object value = slots[slot];
    links[slot] = 0;
    if (value == null || value instanceof String) {
      return;
    }
    Class<?> type = value.getClass();
    if (type != lastType) {
      lastOutgoing = types.outgoing(type);
      lastType = type;
    }
    Outgoing outgoing = lastOutgoing;
    Shape shape = outgoing.shape();
    if (shape != null && shape.kind() == Shape.Kind.IMMUTABLE_LIST && allowsNull((List<?>) value)) {
      shape = NULLS;
    }
    if (shape == null) {
      refused |= outgoing == Outgoing.NONE;
      return;
    }
    slots[slot] = null;
    FieldCode code = outgoing.code();
    links[slot] = 1 + (code != null ? number(value, shape, code) : number(value, shape));
  }

  private static boolean allowsNull(List<?> list) {
    try {
      return list.indexOf(null) >= -1; // or it throws
    } catch (NullPointerException e) {
      return false;
    }
  }

  /** An object with fields. Its numbers come first: they are a hash by which it is found again. */
  private int number(Object object, Shape shape, FieldCode code) {
    int count = shape.numbers().size();
    roomForNumbers(count);
    long hash = code.numbers(object, numbers, usedNumbers);
    int index = known.number(object, hash, objects);
    if (index == objects) {
      usedNumbers += count;
      found(object, shape, code);
    }
    return index;
  }

  private int number(Object object, Shape shape) {
    int index = known.number(object, (long) System.identityHashCode(object) << 32, objects);
    if (index == objects) {
      roomForNumbers(1);
      found(contents(object, shape), shape, null);
    }
    return index;
  }

  private void found(@Nullable Object object, Shape shape, @Nullable FieldCode code) {
    if (objects == found.length) {
      found = Arrays.copyOf(found, 2 * objects);
      shapes = Arrays.copyOf(shapes, 2 * objects);
      codes = Arrays.copyOf(codes, 2 * objects);
    }
    found[objects] = object;
    shapes[objects] = shape;
    codes[objects++] = code;
  }

  /** What an object without fields refers to. */
  private @Nullable Object contents(Object object, Shape shape) {
    return switch (shape.kind()) {
      case ENUM -> {
        numbers[usedNumbers++] = ((Enum<?>) object).ordinal();
        yield null;
      }
      case NUMBERS -> {
        Object copy = Incoming.copy(object);
        arrayBytes += 8L * java.lang.reflect.Array.getLength(copy);
        yield copy;
      }
      case ARRAY -> counted((Object[]) object);
      case HASH_MAP, IMMUTABLE_MAP -> counted(pairs((Map<?, ?>) object));
      default -> counted(((Collection<?>) object).toArray());
    };
  }

  private @Nullable Object[] counted(@Nullable Object[] contents) {
    numbers[usedNumbers++] = contents.length;
    return contents;
  }

  private static @Nullable Object[] pairs(Map<?, ?> map) {
    @Nullable Object[] pairs = new Object[2 * map.size()];
    int at = 0;
    for (Map.Entry<?, ?> each : map.entrySet()) {
      pairs[at++] = each.getKey();
      pairs[at++] = each.getValue();
    }
    return pairs;
  }

  private void roomForNumbers(int count) {
    if (usedNumbers + count > numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(2 * numbers.length, usedNumbers + count));
    }
  }

  private void roomForSlots(int count) {
    if (usedSlots + count > slots.length) {
      int length = Math.max(2 * slots.length, usedSlots + count);
      slots = Arrays.copyOf(slots, length);
      links = Arrays.copyOf(links, length);
    }
  }

  private void clear() {
    known.clear();
    Arrays.fill(found, 0, objects, null);
    Arrays.fill(slots, 0, usedSlots, null);
    objects = 0;
    usedNumbers = 0;
    usedSlots = 0;
    arrayBytes = 0;
    refused = false;
  }

  /** Should it serve again, or is it too large to be kept? */
  public boolean isWorthKeeping() {
    return slots.length <= KEPT && found.length <= KEPT && numbers.length <= KEPT;
  }
}
