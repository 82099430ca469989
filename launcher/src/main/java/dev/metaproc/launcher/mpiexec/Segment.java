package dev.metaproc.launcher.mpiexec;

import dev.metaproc.launcher.javaline.JavaLine;
import java.nio.file.Path;

/**
 * One program of a job and how many ranks run it.
 *
 * @param directory its working directory, absolute
 */
public record Segment(int ranks, JavaLine java, Path directory, EnvironmentRules environment) {}
