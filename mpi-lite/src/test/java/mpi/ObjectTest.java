package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectTest {
  record Point(int x, int y) implements Serializable {}

  interface Named {
    String name();
  }

  record Handler(String name) implements InvocationHandler, Serializable {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
      return name;
    }
  }

  /** What rank 1 receives when rank 0 sends {@code objects}. */
  private static void transfer(Object[] objects, Ranks.Body check, Object[] into) {
    Ranks.runBoth(
        2,
        rank -> {
          if (rank.number() == 0) {
            rank.world().Send(objects, 0, objects.length, Predefined.OBJECT, 1, 0);
          } else {
            rank.world().Recv(into, 0, objects.length, Predefined.OBJECT, 0, 0);
            check.run(rank);
          }
        });
  }

  @Test
  void objectsArriveAsCopies() {
    Object[] sent = {new Point(1, 2), "text", null, new int[] {3}, int.class, Point.class};
    Object[] into = new Object[6];
    transfer(
        sent,
        rank -> {
          assertThat(into).isEqualTo(sent);
          assertThat(into[0]).isNotSameAs(sent[0]);
        },
        into);
  }

  @Test
  void sharedReferencesStayShared() {
    List<String> list = new ArrayList<>(List.of("a"));
    Object[] into = new Object[2];
    transfer(
        new Object[] {list, list},
        rank -> assertThat(into[0]).isSameAs(into[1]).isNotSameAs(list),
        into);
  }

  @Test
  void proxiesTravel() {
    Object proxy =
        Proxy.newProxyInstance(
            ObjectTest.class.getClassLoader(), new Class<?>[] {Named.class}, new Handler("me"));
    Object[] into = new Object[1];
    transfer(
        new Object[] {proxy}, rank -> assertThat(((Named) into[0]).name()).isEqualTo("me"), into);
  }

  @Test
  void aLargeObjectIsBufferedToo() {
    Ranks.runBoth(
        2,
        rank -> {
          int peer = 1 - rank.number();
          Object[] one = {new double[100_000]};
          rank.world().Send(one, 0, 1, Predefined.OBJECT, peer, 0);
          Status status = rank.world().Recv(one, 0, 1, Predefined.OBJECT, peer, 0);
          assertThat(status.countInBytes).isGreaterThan(800_000);
          assertThat(status.Get_count(Predefined.OBJECT)).isEqualTo(1);
        });
  }

  @Test
  void anObjectThatCannotBeSerialisedIsNamedToTheSender() {
    Ranks.run(
        1,
        rank ->
            assertThatThrownBy(
                    () ->
                        rank.world()
                            .Send(
                                new Object[] {"fine", new Object()}, 0, 2, Predefined.OBJECT, 0, 0))
                .isInstanceOf(MPIException.class)
                .hasMessage(
                    "Send: object 1 cannot be serialised (java.io.NotSerializableException:"
                        + " java.lang.Object): make its class Serializable")
                .hasCauseInstanceOf(java.io.NotSerializableException.class));
  }

  @Test
  void anObjectThatDoesNotFitTheArrayIsExplainedToTheReceiver() {
    Ranks.run(
        1,
        rank -> {
          rank.world().Send(new Object[] {1}, 0, 1, Predefined.OBJECT, 0, 0);
          assertThatThrownBy(() -> rank.world().Recv(new String[1], 0, 1, Predefined.OBJECT, 0, 0))
              .hasMessage(
                  "Recv: an object received does not fit a String[] (java.lang.ArrayStoreException:"
                      + " arraycopy: element type mismatch: can not cast one of the elements of"
                      + " java.lang.Object[] to the type of the destination array,"
                      + " java.lang.String): receive into an Object[] or an array of the class that"
                      + " was sent");
        });
  }

  /** Every kind of field, and fields of every kind of object. */
  @SuppressWarnings("ArrayRecordComponent") // compared field by field
  record Everything(
      boolean truth,
      byte small,
      char letter,
      short less,
      int number,
      long large,
      float rough,
      double fine,
      String text,
      Colour colour,
      int[] numbers,
      Point[] points,
      List<Point> list,
      Map<String, Point> map,
      Object any)
      implements Serializable {}

  enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "the other one";
      }
    }
  }

  static class Base {
    int constructed = 7;
  }

  static class Node extends Base implements Serializable {
    private static final long serialVersionUID = 1L;
    final String name;
    transient int secret = 3;
    @Nullable Node next;
    final ArrayList<Node> friends = new ArrayList<>();

    Node(String name) {
      this.name = name;
      constructed = 8;
    }
  }

  /** What rank 1 receives of {@code sent}. */
  private static Object received(Object sent) {
    Object[] into = new Object[1];
    transfer(new Object[] {sent}, rank -> {}, into);
    return into[0];
  }

  @Test
  void everyKindOfFieldTravels() {
    Everything sent =
        new Everything(
            true,
            (byte) -1,
            'x',
            (short) -2,
            -3,
            Long.MIN_VALUE,
            Float.MIN_VALUE,
            -0.0,
            "text",
            Colour.GREEN,
            new int[] {1, 2},
            new Point[] {new Point(1, 2), null},
            List.of(new Point(3, 4)),
            new HashMap<>(Map.of("a", new Point(5, 6))),
            new ArrayDeque<>(List.of(1.5f, new BigDecimal("2.50"))));
    Everything got = (Everything) received(sent);
    assertThat(got).usingRecursiveComparison().isEqualTo(sent);
    assertThat(got.numbers()).isNotSameAs(sent.numbers());
    assertThat(got.list().getFirst())
        .isEqualTo(new Point(3, 4))
        .isNotSameAs(sent.list().getFirst());
    assertThat(got.colour()).isSameAs(Colour.GREEN);
    assertThat(Double.doubleToRawLongBits(got.fine())).isEqualTo(Double.doubleToRawLongBits(-0.0));
  }

  /**
   * As serialisation: transient fields are empty, only superclasses that are not are constructed.
   */
  @Test
  void objectsOfPlainClassesAreMadeAsSerialisationDoes() {
    Node node = new Node("a");
    node.next = new Node("b");
    node.next.next = node;
    node.friends.add(node);
    Node got = (Node) received(node);
    assertThat(got.name).isEqualTo("a");
    assertThat(got.secret).isZero();
    assertThat(got.constructed).isEqualTo(7);
    Node next = Objects.requireNonNull(got.next);
    assertThat(next.name).isEqualTo("b");
    assertThat(next.next).isSameAs(got);
    assertThat(got.friends).containsExactly(got);
  }

  @Test
  void longChainsDoNotOverflowTheStack() {
    Node first = new Node("0");
    Node last = first;
    for (int i = 1; i < 100_000; i++) {
      last.next = new Node("same");
      last.next.friends.add(last);
      last = last.next;
    }
    int length = 0;
    for (Node each = (Node) received(first); each != null; each = each.next) {
      length++;
    }
    assertThat(length).isEqualTo(100_000);
  }

  /** A constructor sees its lists filled, and sets their elements. */
  record Checked(List<Point> points, Set<Set<Point>> sets) implements Serializable {
    Checked {
      points = List.copyOf(points);
      assertThat(points).hasSize(2);
    }
  }

  @Test
  void aRecordsConstructorSeesWholeArguments() {
    Checked sent =
        new Checked(
            new ArrayList<>(List.of(new Point(1, 1), new Point(2, 2))),
            new HashSet<>(Set.of(new LinkedHashSet<>(Set.of(new Point(3, 3))))));
    Checked got = (Checked) received(sent);
    assertThat(got).isEqualTo(sent);
    assertThat(got.sets()).contains(Set.of(new Point(3, 3)));
  }

  @SuppressWarnings("JdkObsolete") // programs have them
  static Stream<Object> collections() {
    List<Object> some = List.of("a", new Point(1, 2), 3);
    return Stream.of(
        new ArrayList<>(some),
        new LinkedList<>(some),
        Arrays.asList("a", null, new Point(1, 2)),
        List.of(),
        List.of("a"),
        some,
        Stream.of("a", null).toList(),
        some.stream().toList(),
        Set.of(),
        Set.of(new Point(1, 2)),
        Set.of("a", new Point(1, 2), 3),
        new HashSet<>(some),
        new LinkedHashSet<>(some),
        Map.of(),
        Map.of("a", new Point(1, 2)),
        Map.of("a", new Point(1, 2), "b", new Point(3, 4)),
        new HashMap<>(Map.of(new Point(1, 2), 1)),
        new TreeMap<>(Map.of("a", new Point(1, 2))),
        new LinkedHashMap<>(Map.of("a", new Point(1, 2))),
        Collections.unmodifiableList(new ArrayList<>(some)));
  }

  @ParameterizedTest
  @MethodSource("collections")
  void collectionsArriveAsWhatTheyWere(Object sent) {
    Object got = received(sent);
    assertThat(got).isEqualTo(sent).hasSameClassAs(sent);
  }

  @Test
  void listsThatForbidNullStillDo() {
    assertThatThrownBy(() -> ((List<?>) received(List.of(1, 2, 3))).contains(null))
        .isInstanceOf(NullPointerException.class);
    assertThat(((List<?>) received(Stream.of(1, 2, 3).toList())).contains(null)).isFalse();
  }

  static class Logged implements Serializable {
    private static final long serialVersionUID = 1L;
    final ArrayList<String> log = new ArrayList<>();

    private void writeObject(ObjectOutputStream stream) throws IOException {
      log.add("written");
      stream.defaultWriteObject();
    }

    private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
      stream.defaultReadObject();
      log.add("read");
    }
  }

  record Replaced(int number) implements Serializable {
    private Object readResolve() {
      return "resolved " + number;
    }
  }

  /** Whatever has a say in how it is serialised is serialised. */
  @Test
  void hooksOfSerialisationAreCalled() {
    List<?> got = (List<?>) received(new ArrayList<>(List.of(new Replaced(4), new Logged())));
    assertThat(got.get(0)).isEqualTo("resolved 4");
    assertThat(((Logged) got.get(1)).log).endsWith("written", "read");
  }

  @Test
  void manyThatAreAlikeStayApartAndSharedOnesShared() {
    List<Object> sent = new ArrayList<>();
    Point shared = new Point(0, 0);
    for (int i = 0; i < 300; i++) {
      sent.add(new Point(0, 0));
      sent.add(shared);
      sent.add(sent);
    }
    List<?> got = (List<?>) received(sent);
    Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    distinct.addAll(got);
    assertThat(distinct).hasSize(302);
    assertThat(got.get(1)).isSameAs(got.get(898));
    assertThat(got.get(2)).isSameAs(got);
  }

  /** Each receiver of a collective has objects of its own. */
  @Test
  void everyReceiverOfABroadcastHasItsOwn() {
    int[][] received = new int[3][];
    Ranks.runBoth(
        3,
        rank -> {
          Object[] data = {rank.number() == 0 ? new int[] {1, 2, 3} : null};
          rank.world().Bcast(data, 0, 1, Predefined.OBJECT, 0);
          received[rank.number()] = (int[]) data[0];
        });
    assertThat(received[1]).containsExactly(1, 2, 3).isNotSameAs(received[2]);
    assertThat(received[2]).containsExactly(1, 2, 3).isNotSameAs(received[0]);
  }

  /** A class of the program's own loader, as the other rank has it. */
  @Test
  void eachRankGetsObjectsOfItsOwnClass() {
    Ranks.run(
        2,
        rank -> {
          ClassLoader own = new RankLoader(rank.process());
          rank.job().process(rank.number(), false, () -> own);
          Class<?> particle = own.loadClass("mpi.programs.Particle");
          Object mine = particle.getConstructor(int.class).newInstance(rank.number());
          Object[] into = new Object[1];
          rank.world()
              .Sendrecv(
                  new Object[] {mine},
                  0,
                  1,
                  Predefined.OBJECT,
                  1 - rank.number(),
                  0,
                  into,
                  0,
                  1,
                  Predefined.OBJECT,
                  1 - rank.number(),
                  0);
          assertThat(into[0]).isInstanceOf(particle).isNotEqualTo(mine);
          assertThat(into[0].toString()).isEqualTo("Particle[number=" + (1 - rank.number()) + "]");
        });
  }
}
