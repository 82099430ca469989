package dev.metaproc.rewriter;

/**
 * A member of the JDK that opens something a kernel would close when its process ends: a
 * constructor, or a method that returns what it opened. Every overload counts.
 *
 * @param owner internal name of the class that declares it
 * @param name member name; {@code <init>} for the constructors
 * @param closed how it is closed when the program ends, for the page in {@code docs/}
 */
public record Resource(String owner, String name, String closed) {}
