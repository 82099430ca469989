package dev.metaproc.isolation;

/**
 * A program that has ended and whose classes are still in memory: something outside it refers to an
 * object or a class of it.
 *
 * @param pid the program's
 * @param commandLine its main class and arguments
 */
public record Leak(long pid, String commandLine) {}
