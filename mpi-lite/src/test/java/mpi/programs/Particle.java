package mpi.programs;

import java.io.Serializable;

/** A record that every rank defines for itself. */
public record Particle(int number) implements Serializable {}
