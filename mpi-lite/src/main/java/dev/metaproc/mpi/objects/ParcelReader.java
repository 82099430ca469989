package dev.metaproc.mpi.objects;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the objects of one parcel together, from what they refer to up: a record's constructor sees
 * its lists filled, and a set its elements, but where objects refer to each other in a circle.
 */
@SuppressWarnings("ReferenceEquality") // often the same again
public final class ParcelReader {
  private static final byte NEW = 0;
  private static final byte STARTED = 1;
  private static final byte DONE = 2;

  private final Parcel.Pieces pieces;
  private final Incoming[] plans;
  private final int[] numberAt;
  private final int[] slotAt;
  private final @Nullable Object[] made;
  private final byte[] state;
  private final @Nullable Object[] values;
  private int[] waiting = new int[16];

  /**
   * A reader for one use.
   *
   * @param items how many were sent
   * @throws ClassNotFoundException if {@code loader} has no such class
   */
  public ParcelReader(Parcel.Pieces pieces, int items, ObjectTypes types, ClassLoader loader)
      throws ClassNotFoundException {
    int objects = pieces.shapes().length;
    this.pieces = pieces;
    this.plans = new Incoming[objects];
    this.numberAt = new int[objects];
    this.slotAt = new int[objects];
    this.made = new Object[objects];
    this.state = new byte[objects];
    this.values = pieces.slots().clone();
    plan(items, types, loader);
  }

  private void plan(int items, ObjectTypes types, ClassLoader loader)
      throws ClassNotFoundException {
    Shape[] shapes = pieces.shapes();
    long[] numbers = pieces.numbers();
    Shape lastShape = null;
    Incoming lastPlan = null;
    int number = 0;
    int slot = items;
    for (int i = 0; i < shapes.length; i++) {
      Shape shape = shapes[i];
      if (shape != lastShape || lastPlan == null) {
        lastPlan = types.incoming(shape, loader);
        lastShape = shape;
      }
      plans[i] = lastPlan;
      numberAt[i] = number;
      slotAt[i] = slot;
      slot += shape.referenceCount(numbers, number);
      number += shape.numberCount();
    }
  }

  /** The objects that were sent, in order. */
  public @Nullable Object[] read(int items) {
    for (int i = plans.length - 1; i >= 0; i--) {
      if (state[i] == NEW) {
        complete(i);
      }
    }
    for (int i = 0; i < items; i++) {
      int link = pieces.links()[i];
      if (link > 0) {
        values[i] = made[link - 1];
      }
    }
    return Arrays.copyOf(values, items);
  }

  /** Completes an object and, before it, all that it needs. */
  private void complete(int first) {
    if (isReady(first)) {
      begin(first);
      finish(first);
      return;
    }
    int depth = 0;
    waiting[depth++] = first;
    while (depth > 0) {
      int top = waiting[depth - 1];
      if (state[top] == NEW) {
        begin(top);
        depth = pushMissing(top, depth);
      } else {
        depth--;
        if (state[top] == STARTED) {
          finish(top);
        }
      }
    }
  }

  private boolean isReady(int index) {
    int start = slotAt[index];
    int end = start + count(index);
    for (int i = start; i < end; i++) {
      int link = pieces.links()[i];
      if (link > 0 && state[link - 1] != DONE) {
        return false;
      }
    }
    return true;
  }

  private int pushMissing(int index, int depth) {
    int pushed = depth;
    int start = slotAt[index];
    for (int i = start + count(index) - 1; i >= start; i--) {
      int link = pieces.links()[i];
      if (link > 0 && state[link - 1] == NEW) {
        if (pushed == waiting.length) {
          waiting = Arrays.copyOf(waiting, 2 * pushed);
        }
        waiting[pushed++] = link - 1;
      }
    }
    return pushed;
  }

  private void begin(int index) {
    state[index] = STARTED;
    if (plans[index].isMadeFirst()) {
      made[index] = plans[index].empty(pieces.numbers(), numberAt[index]);
    }
  }

  private void finish(int index) {
    int start = slotAt[index];
    int end = start + count(index);
    for (int i = start; i < end; i++) {
      int link = pieces.links()[i];
      if (link > 0) {
        values[i] = made[link - 1];
      }
    }
    Incoming plan = plans[index];
    if (plan.isMadeFirst()) {
      Object empty = Objects.requireNonNull(made[index]);
      plan.fill(empty, pieces.numbers(), numberAt[index], values, start);
    } else {
      made[index] = plan.whole(pieces.numbers(), numberAt[index], values, start);
    }
    state[index] = DONE;
  }

  private int count(int index) {
    return plans[index].shape().referenceCount(pieces.numbers(), numberAt[index]);
  }
}
