/*
 * How both C benchmarks measure. The Java side (Batches.java) has the same structure line by line.
 *
 * A measurement is many short batches of one operation. Rank 0 keeps the time and decides how many
 * operations the next batch has, so that a batch takes about TARGET_US; the decision is broadcast
 * before each batch, outside the timed part, and followed by one untimed operation, so that no rank
 * is still on its way out of the broadcast when the clock starts.
 *
 *   warm-up: batches until budget_us has passed, thrown away; their length is adapted
 *   measure: batches of that length until budget_us has passed again; median and p10 are reported
 *
 * An operation slower than the whole budget (64 ranks of a spinning library on two cores) is
 * reported from its first batch, so every measurement ends.
 */
#ifndef METAPROC_BATCHES_H
#define METAPROC_BATCHES_H

#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TARGET_US = 2500, MAX_BATCHES = 4000, MAX_OPERATIONS = 1 << 20 };

static int rank, ranks;
static double budget_us = 300e3;
static char **chosen;

struct operation {
  const char *name;
  int bytes;
  double divisor;                    /* what one operation counts as: 2 half round trips, N hops ... */
  void (*prepare)(int batch);        /* untimed, before each batch: fill the buffers */
  void (*run)(void);                 /* timed */
  void (*verify)(int batch);         /* untimed, after each batch */
};

static void fail(const char *name, const char *what, long index) {
  fprintf(stderr, "%s: rank %d of %d: wrong %s at %ld\n", name, rank, ranks, what, index);
  MPI_Abort(MPI_COMM_WORLD, 3);
}

/* Not MPI_Wtime: Open MPI counts from each process's own start, so ranks could not be compared. */
static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void report(const struct operation *op, double *samples, int n) {
  qsort(samples, n, sizeof *samples, ascending);
  printf("%s\t%d\t%d\t%.4f\t%.4f\n", op->name, op->bytes, ranks, samples[n / 2], samples[n / 10]);
  fflush(stdout);
}

/* One batch; the time it took, in microseconds, is right on rank 0 only. */
static double batch(const struct operation *op, int number, int operations) {
  op->prepare(number);
  op->run();
  double start = now_us();
  for (int i = 0; i < operations; i++) op->run();
  double elapsed = now_us() - start;
  op->verify(number);
  return elapsed;
}

/* Is it among those named by the arguments, if any are? */
static int is_chosen(const struct operation *op) {
  char name[80];
  snprintf(name, sizeof name, "%s:%d", op->name, op->bytes);
  for (int i = 0; chosen && chosen[i]; i++)
    if (strcmp(chosen[i], name) == 0) return 1;
  return !chosen || !chosen[0];
}

static void measure(const struct operation *op) {
  static double samples[MAX_BATCHES];
  if (!is_chosen(op)) return;
  int operations = 1, taken = 0, number = 0, measuring = 0;
  double start = now_us();
  for (;;) {
    MPI_Bcast(&operations, 1, MPI_INT, 0, MPI_COMM_WORLD);
    if (operations == 0) break;
    double elapsed = batch(op, ++number, operations);
    if (rank != 0) continue;

    double since = now_us() - start;
    if (measuring || elapsed > budget_us) samples[taken++] = elapsed / operations / op->divisor;
    if (elapsed > budget_us || taken == MAX_BATCHES || (measuring && since > budget_us)) {
      report(op, samples, taken);
      operations = 0;
    } else if (!measuring) {
      double fit = operations * TARGET_US / (elapsed > 0.1 ? elapsed : 0.1);
      double most = operations * 8.0;
      operations = (int)(fit < 1 ? 1 : fit > most ? most : fit);
      if (operations > MAX_OPERATIONS) operations = MAX_OPERATIONS;
      if (since > budget_us) {
        measuring = 1;
        start = now_us();
      }
    }
  }
}

/* Arguments: [budget in milliseconds [operation:bytes ...]]; without names everything is measured. */
static void begin(int *argc, char ***argv) {
  MPI_Init(argc, argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  if (*argc > 1) {
    budget_us = atof((*argv)[1]) * 1e3;
    chosen = *argv + 2;
  }
}

#endif
