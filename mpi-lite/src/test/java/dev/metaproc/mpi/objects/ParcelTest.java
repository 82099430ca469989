package dev.metaproc.mpi.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which objects travel in pieces; what arrives is tested in {@code mpi.ObjectTest}. */
class ParcelTest {
  record Point(int x, int y) implements Serializable {}

  record NotSerialisable(int x) {}

  static class Plain implements Serializable {
    private static final long serialVersionUID = 1L;
    final int number = 1;
  }

  static class Hooked extends Plain {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      return "something else";
    }
  }

  public static class Own implements Externalizable {
    private static final long serialVersionUID = 1L;

    public Own() {}

    @Override
    public void writeExternal(ObjectOutput out) {}

    @Override
    public void readExternal(ObjectInput in) {}
  }

  private final ObjectTypes types = new ObjectTypes();
  private final ParcelWriter writer = new ParcelWriter(types);

  static Stream<Object> inPieces() {
    return Stream.of(
        new Point(1, 2),
        new Plain(),
        TimeUnit.DAYS,
        Thread.State.NEW,
        "text",
        5,
        new Point[2][3],
        new double[7],
        List.of(new Plain()),
        new ArrayList<>(List.of(new Point(1, 2), "a")));
  }

  @ParameterizedTest
  @MethodSource
  void inPieces(Object object) {
    assertThat(writer.write(new Object[] {object})).isNotNull();
  }

  static Stream<Object> asStreams() {
    return Stream.of(
        new NotSerialisable(1),
        new Hooked(),
        new Own(),
        new Object(),
        new BitSet(),
        new RuntimeException(),
        Point.class,
        (Runnable & Serializable) () -> {},
        Collections.unmodifiableList(new ArrayList<>()),
        new ArrayList<>(List.of(new Point(1, 2), Set.of(new Hooked()))));
  }

  @ParameterizedTest
  @MethodSource
  void asStreams(Object object) {
    assertThat(writer.write(new Object[] {"fine", object})).isNull();
    assertThat(writer.write(new Object[] {"fine"})).as("serves again").isNotNull();
  }

  @Test
  void nothingOfOneMessageIsLeftInTheNext() throws ClassNotFoundException {
    Point point = new Point(1, 2);
    for (int i = 0; i < 3; i++) {
      Parcel.Pieces pieces = Objects.requireNonNull(writer.write(new Object[] {point, "a", point}));
      assertThat(pieces.shapes()).hasSize(1);
      assertThat(pieces.numbers()).containsExactly(1, 2);
      assertThat(pieces.slots()).containsExactly(null, "a", null);
      assertThat(pieces.links()).containsExactly(1, 0, 1);
      assertThat(read(pieces, 3)).containsExactly(point, "a", point);
    }
  }

  private @Nullable Object[] read(Parcel.Pieces pieces, int items) throws ClassNotFoundException {
    return new ParcelReader(pieces, items, types, ParcelTest.class.getClassLoader()).read(items);
  }

  /** As serialisation has it between versions of a class. */
  @Test
  void fieldsAreMatchedByName() throws ClassNotFoundException {
    String name = Point.class.getName();
    Shape older =
        new Shape(
            Shape.Kind.RECORD,
            name,
            List.of(new Shape.Field(name, "y", "int"), new Shape.Field(name, "z", "long")),
            List.of(new Shape.Field(name, "label", "java.lang.String")));
    Parcel.Pieces pieces =
        new Parcel.Pieces(
            new Shape[] {older},
            new long[] {4, 9},
            new Object[] {null, "origin"},
            new int[] {1, 0},
            0);
    assertThat(read(pieces, 1)).containsExactly(new Point(0, 4));
  }

  @Test
  void aFieldOfAnotherTypeIsNamed() {
    String name = Point.class.getName();
    Shape other =
        new Shape(Shape.Kind.RECORD, name, List.of(new Shape.Field(name, "x", "long")), List.of());
    Parcel.Pieces pieces =
        new Parcel.Pieces(new Shape[] {other}, new long[] {4}, new Object[1], new int[] {1}, 0);
    assertThatThrownBy(() -> read(pieces, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + ".x was sent as long and is int here");
  }
}
