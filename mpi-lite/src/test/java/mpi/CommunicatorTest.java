package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CommunicatorTest {
  @Test
  void splitMakesOneCommunicatorPerColourOrderedByKey() {
    Ranks.runBoth(
        6,
        rank -> {
          int me = rank.number();
          Intracomm half = Objects.requireNonNull(rank.world().Split(me % 2, -me));
          assertThat(half.Size()).isEqualTo(3);
          assertThat(half.Rank()).isEqualTo(2 - me / 2);
          int[] sum = {me};
          half.Allreduce(sum, 0, sum, 0, 1, Predefined.INT, Predefined.SUM);
          assertThat(sum[0]).isEqualTo(me % 2 == 0 ? 6 : 9);
          half.Free();
        });
  }

  @Test
  void aNegativeColourIsInNoCommunicator() {
    Ranks.run(
        3,
        rank -> {
          int colour = rank.number() == 0 ? MPI.UNDEFINED : 1;
          Intracomm rest = rank.world().Split(colour, 0);
          assertThat(rest == null).isEqualTo(rank.number() == 0);
        });
  }

  @Test
  void createTakesTheMembersOfAGroupInItsOrder() {
    Ranks.run(
        4,
        rank -> {
          Group group = rank.world().Group().Incl(new int[] {3, 1});
          Intracomm pair = rank.world().Create(group);
          if (pair == null) {
            assertThat(group.Rank()).isEqualTo(MPI.UNDEFINED);
          } else {
            assertThat(pair.Rank()).isEqualTo(rank.number() == 3 ? 0 : 1);
            assertThat(Group.Compare(pair.Group(), group)).isEqualTo(MPI.IDENT);
          }
        });
  }

  @Test
  void communicatorsCompareByContextAndMembers() {
    Ranks.run(
        3,
        rank -> {
          Intracomm world = rank.world();
          Intracomm copy = world.clone();
          Intracomm turned = Objects.requireNonNull(world.Split(0, -rank.number()));
          assertThat(Comm.Compare(world, rank.process().world())).isEqualTo(MPI.IDENT);
          assertThat(Comm.Compare(world, copy)).isEqualTo(MPI.CONGRUENT);
          assertThat(Comm.Compare(world, turned)).isEqualTo(MPI.SIMILAR);
          assertThat(Comm.Compare(world, rank.process().self())).isEqualTo(MPI.UNEQUAL);
          assertThat(world.Test_inter()).isFalse();
          assertThat(world.Topo_test()).isEqualTo(MPI.UNDEFINED);
        });
  }

  @Test
  void aCommunicatorCarriesAttributes() {
    Ranks.run(
        2,
        rank -> {
          Intracomm world = rank.world();
          assertThat(world.Attr_get(MPI.TAG_UB)).isEqualTo(Integer.MAX_VALUE);
          assertThat(world.Attr_get(100)).isNull();
          world.Attr_put(100, "mine " + rank.number());
          assertThat(world.Attr_get(100)).isEqualTo("mine " + rank.number());
          world.Attr_delete(100);
          assertThat(world.Attr_get(100)).isNull();
          assertThatThrownBy(() -> world.Attr_put(MPI.HOST, 1))
              .hasMessage("Attr_put: attribute 1 belongs to MPI: use a key above 9");
          assertThat(world.Pack_size(3, Predefined.LONG2)).isEqualTo(48);
        });
  }

  @Test
  void groupsAreSetsWithAnOrder() {
    Ranks.run(
        6,
        rank -> {
          Group all = rank.world().Group();
          Group low = all.Range_incl(new int[][] {{0, 2, 1}});
          Group even = all.Range_incl(new int[][] {{4, 0, -2}});
          int[] everyone = {0, 1, 2, 3, 4, 5};
          assertThat(Group.Translate_ranks(even, new int[] {0, 1, 2}, all))
              .containsExactly(4, 2, 0);
          assertThat(Group.Translate_ranks(all, everyone, low))
              .containsExactly(0, 1, 2, MPI.UNDEFINED, MPI.UNDEFINED, MPI.UNDEFINED);
          assertMembers(Group.Union(even, low), all, 4, 2, 0, 1);
          assertMembers(Group.Intersection(even, low), all, 2, 0);
          assertMembers(Group.Difference(even, low), all, 4);
          assertMembers(all.Excl(new int[] {1, 3}), all, 0, 2, 4, 5);
          assertMembers(all.Range_excl(new int[][] {{1, 5, 2}}), all, 0, 2, 4);
          assertMembers(all.Range_incl(new int[][] {{3, 1, 1}}), all);
          assertThat(Group.Compare(even, all.Incl(new int[] {0, 2, 4}))).isEqualTo(MPI.SIMILAR);
          assertThat(Group.Compare(even, low)).isEqualTo(MPI.UNEQUAL);
          assertThat(Predefined.GROUP_EMPTY.Size()).isZero();
          assertThat(Group.Compare(all.Incl(new int[0]), Predefined.GROUP_EMPTY))
              .isEqualTo(MPI.IDENT);
          assertThat(all.Rank()).isEqualTo(rank.number());
        });
  }

  private static void assertMembers(Group group, Group all, int... expected) {
    int[] own = new int[group.Size()];
    Arrays.setAll(own, i -> i);
    assertThat(Group.Translate_ranks(group, own, all)).containsExactly(expected);
  }

  @Test
  void misuseOfGroupsIsExplained() {
    Ranks.run(
        2,
        rank -> {
          Group all = rank.world().Group();
          assertThatThrownBy(() -> all.Incl(new int[] {2}))
              .hasMessage("Incl: 2 is not a rank of a group of size 2: use 0..1");
          assertThatThrownBy(() -> all.Excl(new int[] {1, 1}))
              .hasMessage("Excl: [1, 1] names a rank twice: name each once");
          assertThatThrownBy(() -> all.Range_incl(new int[][] {{0, 1, 0}}))
              .hasMessage(
                  "Range_incl: [0, 1, 0] is not a range: pass {first, last, stride} with a stride"
                      + " other than 0");
          assertThatThrownBy(() -> rank.process().self().Create(all))
              .hasMessage(
                  "Create: the group has ranks that are not in MPI.COMM_SELF: make it from the"
                      + " communicator's own Group()");
        });
  }

  @Test
  void aGridKnowsNeighboursAndWraps() {
    Ranks.runBoth(
        7,
        rank -> {
          Cartcomm grid =
              rank.world().Create_cart(new int[] {2, 3}, new boolean[] {true, false}, true);
          assertThat(grid == null).isEqualTo(rank.number() == 6);
          if (grid == null) {
            return;
          }
          assertThat(grid.Topo_test()).isEqualTo(MPI.CART);
          int me = grid.Rank();
          int[] coords = grid.Coords(me);
          assertThat(coords).containsExactly(me / 3, me % 3);
          assertThat(grid.Rank(coords)).isEqualTo(me);
          assertThat(grid.Rank(new int[] {-1, 2})).isEqualTo(5);
          assertThat(grid.Get().coords).isEqualTo(coords);
          assertThat(grid.Get().dims).containsExactly(2, 3);
          assertThat(grid.Get().periods).containsExactly(true, false);
          ShiftParms down = grid.Shift(0, 1);
          assertThat(down.rank_dest).isEqualTo((me + 3) % 6);
          assertThat(down.rank_source).isEqualTo((me + 3) % 6);
          ShiftParms right = grid.Shift(1, 1);
          assertThat(right.rank_dest).isEqualTo(coords[1] == 2 ? MPI.PROC_NULL : me + 1);
          assertThat(right.rank_source).isEqualTo(coords[1] == 0 ? MPI.PROC_NULL : me - 1);

          Cartcomm row = grid.Sub(new boolean[] {false, true});
          assertThat(row.Size()).isEqualTo(3);
          assertThat(row.Rank()).isEqualTo(coords[1]);
          int[] sum = {me};
          row.Allreduce(sum, 0, sum, 0, 1, Predefined.INT, Predefined.SUM);
          assertThat(sum[0]).isEqualTo(coords[0] == 0 ? 3 : 12);
          assertThat(grid.clone().Topo_test()).isEqualTo(MPI.CART);
          assertThat(grid.Map(new int[] {2, 2}, new boolean[2]))
              .isEqualTo(me < 4 ? me : MPI.UNDEFINED);
        });
  }

  @Test
  void dimensionsAreAsEvenAsPossible() {
    assertThat(dimensions(12, 0, 0)).containsExactly(4, 3);
    assertThat(dimensions(16, 0, 0)).containsExactly(4, 4);
    assertThat(dimensions(7, 0, 0)).containsExactly(7, 1);
    assertThat(dimensions(24, 0, 0, 0)).containsExactly(4, 3, 2);
    assertThat(dimensions(6, 0, 3, 0)).containsExactly(2, 3, 1);
    assertThat(dimensions(6, 2, 3)).containsExactly(2, 3);
    assertThatThrownBy(() -> dimensions(7, 0, 3))
        .hasMessage(
            "Dims_create: the dimensions [0, 3] do not divide 7 nodes: use divisors, or 0 for"
                + " free");
    assertThatThrownBy(() -> dimensions(6, -1))
        .hasMessage("Dims_create: dimension -1 is negative: use 0 for free");
  }

  private static int[] dimensions(int nodes, int... given) {
    Cartcomm.Dims_create(nodes, given);
    return given;
  }

  @Test
  void misuseOfGridsIsExplained() {
    Ranks.run(
        2,
        rank -> {
          Intracomm world = rank.world();
          assertThatThrownBy(() -> world.Create_cart(new int[] {2, 2}, new boolean[2], false))
              .hasMessage(
                  "Create_cart: a grid of 4 ranks does not fit into MPI.COMM_WORLD (size 2): make"
                      + " it smaller");
          assertThatThrownBy(() -> world.Create_cart(new int[] {2, 1}, new boolean[1], false))
              .hasMessage(
                  "Create_cart: 2 dimensions but 1 periods: pass one period for each dimension");
          assertThatThrownBy(() -> world.Create_cart(new int[] {0}, new boolean[1], false))
              .hasMessage("Create_cart: dimension 0 is not positive: use 1 or more");
          int dimension = rank.number() + 1;
          assertThatThrownBy(() -> world.Create_cart(new int[] {dimension}, new boolean[1], false))
              .hasMessage(
                  "Create_cart(): rank 0 passes dims [1] periods [false] but rank 1 passes dims"
                      + " [2] periods [false]: pass the same on every rank");
          Cartcomm line =
              Objects.requireNonNull(
                  world.Create_cart(new int[] {2}, new boolean[] {false}, false));
          assertThatThrownBy(() -> line.Rank(new int[] {2}))
              .hasMessage(
                  "Rank: the coordinates [2] are outside of dims [2] periods [false]: stay inside"
                      + " in dimensions that are not periodic");
          assertThatThrownBy(() -> line.Rank(new int[0]))
              .hasMessage(
                  "Rank: 0 coordinates for dims [2] periods [false]: pass one for each dimension");
          assertThat(line.Rank(new int[] {1, 7})).isEqualTo(1);
          assertThat(line.Sub(new boolean[] {true, world.Rank() == 0}).Size()).isEqualTo(2);
          assertThatThrownBy(() -> line.Shift(1, 1))
              .hasMessage("Shift: 1 is not a dimension of dims [2] periods [false]: count from 0");
          assertThatThrownBy(() -> line.Coords(2))
              .hasMessage(
                  "Coords: 2 is not a rank of communicator "
                      + line.toString().charAt(13)
                      + " (Create_cart of MPI.COMM_WORLD) (size 2): use 0..1");
        });
  }

  @Test
  void aGraphKnowsItsNeighbours() {
    Ranks.run(
        4,
        rank -> {
          Graphcomm graph =
              rank.world().Create_graph(new int[] {2, 3, 4}, new int[] {1, 2, 0, 0}, false);
          assertThat(graph == null).isEqualTo(rank.number() == 3);
          if (graph != null) {
            assertThat(graph.Topo_test()).isEqualTo(MPI.GRAPH);
            assertThat(graph.Neighbours(0)).containsExactly(1, 2);
            assertThat(graph.Neighbours(2)).containsExactly(0);
            assertThat(graph.Get().edges).containsExactly(1, 2, 0, 0);
          }
        });
  }
}
