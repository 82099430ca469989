/**
 * Shared mode at run time: one copy of a class for all programs of an image, statics per program.
 *
 * <p>Rewritten classes call {@link dev.metaproc.isolation.shared.Statics} and nothing else; start
 * reading there. {@link dev.metaproc.isolation.shared.ProgramContext} says how a thread knows its
 * program, {@link dev.metaproc.isolation.shared.ClassInit} how a class is initialised in one of
 * them.
 */
@NullMarked
package dev.metaproc.isolation.shared;

import org.jspecify.annotations.NullMarked;
