package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Mpi4Test {
  @Test
  void aPartitionedSendGoesWhenItsLastPartIsReady() {
    Ranks.runBoth(
        2,
        rank -> {
          Intracomm world = rank.world();
          int[] data = new int[6];
          if (rank.number() == 0) {
            PartitionedRequest send = world.psendInit(data, 3, 2, Predefined.INT, 1, 4);
            for (int round = 1; round <= 2; round++) {
              send.start();
              for (int part = 2; part >= 0; part--) {
                assertThat(send.getStatus()).isNull();
                data[2 * part] = round;
                data[2 * part + 1] = part;
                send.pready(part);
              }
              send.waitFor();
            }
            assertThatThrownBy(() -> send.pready(3))
                .hasMessage("pready: partition 3 is not one of 3: use 0..2");
          } else {
            PartitionedRequest receive = world.precvInit(data, 2, 3, Predefined.INT, 0, 4);
            for (int round = 1; round <= 2; round++) {
              receive.start();
              receive.waitFor();
              assertThat(receive.parrived(1)).isTrue();
              assertThat(data).containsExactly(round, 0, round, 1, round, 2);
            }
          }
        });
  }

  @Test
  void aMovedArrayIsTheVeryArray() {
    int[] large = new int[1_000_000];
    Ranks.runBoth(
        2,
        rank -> {
          if (rank.number() == 0) {
            rank.world().sendMove(large, 1, 2);
          } else {
            assertThat(rank.world().recvMove(0, 2)).isSameAs(large);
          }
          assertThatThrownBy(() -> rank.world().sendMove("text", 0, 1))
              .hasMessage(
                  "sendMove: a String cannot change hands: pass a primitive array, an NIO buffer or"
                      + " a MemorySegment");
        });
  }

  @Test
  void aCommunicatorIsMadeOfAGroupAlone() {
    Ranks.runBoth(
        4,
        rank -> {
          if (rank.number() == 3) {
            return; // no member, and not needed
          }
          Group group = rank.world().getGroup().incl(new int[] {2, 0, 1});
          Intracomm made = rank.world().createGroup(group, 1);
          int[] sum = {rank.number()};
          made.allReduce(sum, 1, Predefined.INT, Predefined.SUM);
          assertThat(sum[0]).isEqualTo(3);
          assertThat(made.getRank()).isEqualTo((rank.number() + 1) % 3);
        });
  }
}
