/*
 * Any number of ranks: collectives, and a token that goes round all ranks.
 *
 *   collectives [budget in milliseconds per measurement [operation:bytes ...]]
 *
 * The broadcast is followed by a barrier, the pair counted as one operation: without it the root
 * would only measure how fast it can leave messages behind. ring is the time of one hop.
 */
#include "batches.h"

enum { MEBIBYTE = 1 << 20, DOUBLES = MEBIBYTE / 8, TAG = 9 };

static double *addends, *sums;
static char *block;
static long long *to_each, *from_each;
static long long token;

static void nothing(int number) { (void)number; }

static void barrier(void) { MPI_Barrier(MPI_COMM_WORLD); }

/* No rank may leave a barrier before the last one has entered it. One machine: one clock. */
static void verify_barrier(int number) {
  (void)number;
  double entered = now_us(), left, last_entered, first_left;
  barrier();
  left = now_us();
  MPI_Allreduce(&entered, &last_entered, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
  MPI_Allreduce(&left, &first_left, 1, MPI_DOUBLE, MPI_MIN, MPI_COMM_WORLD);
  if (first_left < last_entered) fail("barrier", "order", 0);
}

static int doubles;

static void prepare_allreduce(int number) {
  for (int i = 0; i < doubles; i++) addends[i] = rank + (number + i) % 7;
  memset(sums, 0, doubles * sizeof *sums);
}

static void allreduce(void) {
  MPI_Allreduce(addends, sums, doubles, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
}

static void verify_allreduce(int number) {
  for (int i = 0; i < doubles; i++)
    if (sums[i] != ranks * (ranks - 1) / 2.0 + ranks * ((number + i) % 7))
      fail("allreduce", "sum", i);
}

static void prepare_bcast(int number) { memset(block, rank == 0 ? number : -1, MEBIBYTE); }

static void bcast_barrier(void) {
  MPI_Bcast(block, MEBIBYTE, MPI_BYTE, 0, MPI_COMM_WORLD);
  MPI_Barrier(MPI_COMM_WORLD);
}

static void verify_bcast(int number) {
  for (int i = 0; i < MEBIBYTE; i++)
    if (block[i] != (char)number) fail("bcast", "byte", i);
}

static void prepare_alltoall(int number) {
  for (int i = 0; i < ranks; i++) {
    to_each[i] = (long long)number << 32 | rank << 16 | i;
    from_each[i] = -1;
  }
}

static void alltoall(void) {
  MPI_Alltoall(to_each, 8, MPI_BYTE, from_each, 8, MPI_BYTE, MPI_COMM_WORLD);
}

static void verify_alltoall(int number) {
  for (int i = 0; i < ranks; i++)
    if (from_each[i] != ((long long)number << 32 | i << 16 | rank)) fail("alltoall", "entry", i);
}

/* The token counts its hops: it starts at 0 and comes back to rank 0 as the number of ranks. */
static void ring(void) {
  int next = (rank + 1) % ranks, previous = (rank + ranks - 1) % ranks;
  if (rank == 0) {
    token = 1;
    MPI_Send(&token, 8, MPI_BYTE, next, TAG, MPI_COMM_WORLD);
    MPI_Recv(&token, 8, MPI_BYTE, previous, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  } else {
    MPI_Recv(&token, 8, MPI_BYTE, previous, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    token++;
    MPI_Send(&token, 8, MPI_BYTE, next, TAG, MPI_COMM_WORLD);
  }
}

static void verify_ring(int number) {
  (void)number;
  if (token != (rank == 0 ? ranks : rank + 1)) fail("ring", "token", token);
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  if (ranks < 2) {
    fprintf(stderr, "collectives: %d ranks: it takes at least 2\n", ranks);
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  addends = malloc(MEBIBYTE);
  sums = malloc(MEBIBYTE);
  block = malloc(MEBIBYTE);
  to_each = malloc(ranks * sizeof *to_each);
  from_each = malloc(ranks * sizeof *from_each);

  measure(&(struct operation){"barrier", 0, 1, nothing, barrier, verify_barrier});
  doubles = 1;
  measure(&(struct operation){"allreduce", 8, 1, prepare_allreduce, allreduce, verify_allreduce});
  doubles = DOUBLES;
  measure(&(struct operation){"allreduce", MEBIBYTE, 1, prepare_allreduce, allreduce,
                              verify_allreduce});
  measure(&(struct operation){"bcast_barrier", MEBIBYTE, 1, prepare_bcast, bcast_barrier,
                              verify_bcast});
  measure(&(struct operation){"alltoall", 8, 1, prepare_alltoall, alltoall, verify_alltoall});
  measure(&(struct operation){"ring", 8, ranks, nothing, ring, verify_ring});
  MPI_Finalize();
  return 0;
}
