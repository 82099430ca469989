package dev.metaproc.debug.jdwp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  private static List<String> walk(String shape, PacketWriter data) {
    List<String> seen = new ArrayList<>();
    new Shape(shape)
        .walk(new PacketReader(data.toBytes()), (letter, id) -> seen.add(letter + "" + id));
    return seen;
  }

  @Test
  void idsAreFoundWhereTheyAre() {
    PacketWriter data =
        new PacketWriter().id(1).i4(2).u1('I').i4(7).u1('L').id(8).u1('s').id(9).u1('[').id(0);
    assertThat(walk("t(v)ww", data)).containsExactly("t1", "o8", "S9", "a0");
  }

  @Test
  void anArrayRegionHasTagsOnlyForObjects() {
    assertThat(walk("A", new PacketWriter().u1('J').i4(2).id(1).id(2))).isEmpty();
    assertThat(walk("A", new PacketWriter().u1('[').i4(1).u1('L').id(3))).containsExactly("o3");
  }

  @Test
  void dataLeftOverAndDataMissingAreMalformed() {
    assertThatThrownBy(() -> walk("t", new PacketWriter().id(1).u1(0)))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> walk("t", new PacketWriter().i4(1)))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> walk("(t)", new PacketWriter().i4(Integer.MAX_VALUE)))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> walk("s", new PacketWriter().i4(-1)))
        .isInstanceOf(MalformedPacketException.class);
  }

  /** Whatever comes is read to its end or called malformed. */
  @ParameterizedTest
  @EnumSource
  void noBytesMakeTheParserFailOtherwise(Command command) {
    long seed = Long.getLong("seed", 20_261_122);
    Random random = new Random(seed + command.name().hashCode());
    Shape arguments = command.arguments();
    for (int i = 0; i < 500; i++) {
      byte[] data = new byte[random.nextInt(80)];
      random.nextBytes(data);
      for (int at = 0; at + 3 < data.length; at += 1 + random.nextInt(9)) {
        data[at] = data[at + 1] = data[at + 2] = 0; // small counts are more telling than large ones
      }
      tolerate(command.reply(), data, seed);
      if (arguments != null) {
        tolerate(arguments, data, seed);
      }
      tolerateEvents(data, seed);
    }
  }

  private static void tolerate(Shape shape, byte[] data, long seed) {
    try {
      shape.walk(new PacketReader(data), (letter, id) -> {});
    } catch (MalformedPacketException e) {
      assertThat(e).hasMessageNotContaining("null");
    } catch (RuntimeException e) {
      throw new AssertionError("-Dseed=" + seed + ": " + shape, e);
    }
  }

  private static void tolerateEvents(byte[] data, long seed) {
    try {
      Event.Composite.read(data);
    } catch (MalformedPacketException e) {
      assertThat(e).hasMessageNotContaining("null");
    } catch (RuntimeException e) {
      throw new AssertionError("-Dseed=" + seed, e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {EventKind.BREAKPOINT, EventKind.THREAD_START})
  void eventsAreWrittenAsTheyWereRead(int kind) {
    PacketWriter data = new PacketWriter().u1(1).i4(1).u1(kind).i4(42).id(7);
    if (kind == EventKind.BREAKPOINT) {
      data.u1(1).id(2).id(3).id(4);
    }
    Event.Composite composite = Event.Composite.read(data.toBytes());
    assertThat(composite.events().getFirst().thread()).isEqualTo(7);
    assertThat(composite.toBytes()).isEqualTo(data.toBytes());
  }
}
