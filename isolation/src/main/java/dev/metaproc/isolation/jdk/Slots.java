package dev.metaproc.isolation.jdk;

import dev.metaproc.rewriter.JdkPatch.StaticField;
import dev.metaproc.rewriter.JdkSlots;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One program's values of the JDK's static fields. A field it has not written has its own first
 * value, made when it is first read, or the JVM's. Thread-safe.
 */
public final class Slots {
  private static final List<StaticField> FIELDS = JdkSlots.all();
  private static final Object NULL = new Object();

  private final JdkState state;
  // null: not asked for yet; NULL: the program's value is null
  private final AtomicReferenceArray<@Nullable Object> values =
      new AtomicReferenceArray<>(FIELDS.size());

  Slots(JdkState state) {
    this.state = state;
  }

  /**
   * The program's value.
   *
   * @param shared the JVM's
   */
  public @Nullable Object read(int slot, @Nullable Object shared) {
    Object value = values.get(slot);
    if (value == null) {
      String initial = FIELDS.get(slot).initial();
      if (initial.isEmpty()) {
        return shared;
      }
      value = first(slot, initial, shared);
    }
    return value == NULL ? null : value;
  }

  private Object first(int slot, String initial, @Nullable Object shared) {
    Object made = Initials.make(initial, state, shared);
    Object value = made == null ? NULL : made;
    Object raced = values.compareAndExchange(slot, null, value);
    return raced == null ? value : raced;
  }

  public void write(int slot, @Nullable Object value) {
    values.set(slot, value == null ? NULL : value);
  }
}
