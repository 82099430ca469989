package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;

/** Nothing yet: the MPI of a job, once there is an engine. */
final class MpiServices implements RankServices {
  MpiServices(int ranks, AbortHandler abort) {}

  @Override
  public ApiSurface surface() {
    return ApiSurface.minimal();
  }

  @Override
  public void publish(int rank, ProgramBuilder program) {}

  @Override
  public void ended(int rank) {}

  @Override
  public void close(String reason) {}
}
