package dev.metaproc.debug.mux;

/**
 * A running program as the agent's ids name it in this session.
 *
 * @param loader the loader of its own classes
 * @param group the root of its platform threads
 * @param main its main thread
 */
record ProgramIds(long pid, long loader, long group, long main) {}
