/* A rank that says it is there: what launching costs. hello [milliseconds to stay alive]. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  int rank, ranks;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == 0) {
    printf("all %d here\n", ranks);
    fflush(stdout);
  }
  if (argc > 1) usleep(atoi(argv[1]) * 1000);
  MPI_Finalize();
  return 0;
}
