package dev.metaproc.debug.mux;

/**
 * The ids that one debugger was given, and by whom. The agent counts how often it has sent each,
 * and ends the JVM when it is to take back more ({@code RefNode count < 0}); what the multiplexer
 * tells from memory it has not sent. Thread-safe.
 */
final class GivenIds {
  private final LongCounts byAgent = new LongCounts();
  private final LongCounts fromMemory = new LongCounts();

  /** Once more, in what the agent has sent. */
  void byAgent(long id) {
    byAgent.add(id);
  }

  /** Once more, in what was put together here. */
  void fromMemory(long id) {
    fromMemory.add(id);
  }

  boolean contains(long id) {
    return byAgent.contains(id) || fromMemory.contains(id);
  }

  /**
   * The debugger needs an id so many times less.
   *
   * @return how many of these the agent can take back
   */
  int takeBack(long id, int count) {
    int taken = byAgent.takeBack(id, count);
    var _ = fromMemory.takeBack(id, count - taken);
    return taken;
  }

  /** It is known no more. */
  void forget(long id) {
    byAgent.forget(id);
    fromMemory.forget(id);
  }

  /** What the agent can take back. */
  void forEachByAgent(LongCounts.Entry entry) {
    byAgent.forEach(entry);
  }
}
