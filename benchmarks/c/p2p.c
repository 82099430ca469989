/*
 * Two ranks: half round trip of a message, and time per message with 64 in flight.
 *
 *   p2p [budget in milliseconds per measurement [operation:bytes ...]]
 *
 * pingpong        the buffers are written once per batch: what the library costs
 * pingpong_dirty  the sender refills the buffer before every send, the time included: what a
 *                 program sees that has something new to say
 * message_rate    windows of 64 messages of 8 bytes, each window acknowledged
 */
#include "batches.h"

enum { LARGEST = 4 << 20, WINDOW = 64, TAG = 7 };

static char *outgoing, *incoming;
static int bytes;
static unsigned char fill;

static void exchange(void) {
  if (rank == 0) {
    MPI_Send(outgoing, bytes, MPI_BYTE, 1, TAG, MPI_COMM_WORLD);
    MPI_Recv(incoming, bytes, MPI_BYTE, 1, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  } else {
    MPI_Recv(incoming, bytes, MPI_BYTE, 0, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Send(outgoing, bytes, MPI_BYTE, 0, TAG, MPI_COMM_WORLD);
  }
}

static unsigned char pattern(int sender, int batch_number, int i) {
  return (unsigned char)(i * 31 + batch_number * 7 + sender);
}

static void prepare_clean(int number) {
  for (int i = 0; i < bytes; i++) outgoing[i] = (char)pattern(rank, number, i);
  memset(incoming, 0, bytes);
}

static void verify_clean(int number) {
  for (int i = 0; i < bytes; i++)
    if ((unsigned char)incoming[i] != pattern(1 - rank, number, i)) fail("pingpong", "byte", i);
}

static void prepare_dirty(int number) {
  (void)number;
  fill = 0;
}

/* Both ranks have sent and received the same number of messages when this returns. */
static void exchange_dirty(void) {
  fill++;
  if (rank == 0) {
    memset(outgoing, fill, bytes);
    exchange();
  } else {
    MPI_Recv(incoming, bytes, MPI_BYTE, 0, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    memset(outgoing, fill, bytes);
    MPI_Send(outgoing, bytes, MPI_BYTE, 0, TAG, MPI_COMM_WORLD);
  }
  if ((unsigned char)incoming[0] != fill || (unsigned char)incoming[bytes - 1] != fill)
    fail("pingpong_dirty", "fill byte", fill);
}

static void verify_dirty(int number) {
  (void)number;
  for (int i = 0; i < bytes; i++)
    if ((unsigned char)incoming[i] != fill) fail("pingpong_dirty", "byte", i);
}

static long long words[WINDOW];
static long long said;

static void window(void) {
  MPI_Request requests[WINDOW];
  if (rank == 0) {
    for (int i = 0; i < WINDOW; i++) {
      words[i] = said++;
      MPI_Isend(&words[i], 8, MPI_BYTE, 1, TAG, MPI_COMM_WORLD, &requests[i]);
    }
    MPI_Waitall(WINDOW, requests, MPI_STATUSES_IGNORE);
    MPI_Recv(NULL, 0, MPI_BYTE, 1, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  } else {
    for (int i = 0; i < WINDOW; i++)
      MPI_Irecv(&words[i], 8, MPI_BYTE, 0, TAG, MPI_COMM_WORLD, &requests[i]);
    MPI_Waitall(WINDOW, requests, MPI_STATUSES_IGNORE);
    MPI_Send(NULL, 0, MPI_BYTE, 0, TAG, MPI_COMM_WORLD);
    for (int i = 0; i < WINDOW; i++)
      if (words[i] != said++) fail("message_rate", "message", i);
  }
}

static void nothing(int number) { (void)number; }

int main(int argc, char **argv) {
  begin(&argc, &argv);
  if (ranks != 2) {
    fprintf(stderr, "p2p: %d ranks: it takes 2 (mpiexec -n 2)\n", ranks);
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  outgoing = malloc(LARGEST);
  incoming = malloc(LARGEST);
  memset(outgoing, 1, LARGEST);
  memset(incoming, 2, LARGEST);

  static const int clean[] = {0, 8, 64, 1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20};
  for (unsigned i = 0; i < sizeof clean / sizeof *clean; i++) {
    bytes = clean[i];
    measure(&(struct operation){"pingpong", bytes, 2, prepare_clean, exchange, verify_clean});
  }
  static const int dirty[] = {1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20};
  for (unsigned i = 0; i < sizeof dirty / sizeof *dirty; i++) {
    bytes = dirty[i];
    measure(&(struct operation){"pingpong_dirty", bytes, 2, prepare_dirty, exchange_dirty,
                                verify_dirty});
  }
  measure(&(struct operation){"message_rate", 8, WINDOW, nothing, window, nothing});
  MPI_Finalize();
  return 0;
}
