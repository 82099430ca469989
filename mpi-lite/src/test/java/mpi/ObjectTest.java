package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
}
