package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.PacketWriter;

/**
 * By which language's lines a debugger steps where a class has several (JSR 45). The agent has one
 * default stratum for all and reads it when a step begins and when it comes into another method; so
 * it is told that of a debugger in front of whatever begins its steps or lets them go on.
 */
final class Strata {
  private final Upstream upstream;

  /** Whether any debugger has chosen one: few ever do. */
  private volatile boolean areUsed;

  // guarded by this
  private String current = "";

  Strata(Upstream upstream) {
    this.upstream = upstream;
    tell(""); // the agent keeps that of an earlier session
  }

  /** A debugger has chosen one. */
  void isChosen() {
    areUsed = true;
  }

  /** Sends something while a stratum holds. */
  void use(String stratum, Runnable sending) {
    if (!areUsed) {
      sending.run();
      return;
    }
    synchronized (this) {
      if (!current.equals(stratum)) {
        current = stratum;
        tell(stratum);
      }
      sending.run();
    }
  }

  private void tell(String stratum) {
    byte[] data = new PacketWriter().string(stratum).toBytes();
    upstream.send(Command.VM_SET_DEFAULT_STRATUM, data, reply -> {});
  }
}
