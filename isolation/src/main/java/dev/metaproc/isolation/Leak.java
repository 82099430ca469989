package dev.metaproc.isolation;

import java.util.List;

/**
 * A program that has ended and whose classes are still in memory: something outside it refers to an
 * object or a class of it.
 *
 * @param pid the program's
 * @param commandLine its main class and arguments
 * @param path what holds its class loader: first the kind of root, then an object or class with the
 *     field that leads to the next a line, last the loader
 */
public record Leak(long pid, String commandLine, List<String> path) {}
