package dev.metaproc.rewriter.statics;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What is to be done to one class.
 *
 * @param veto why it cannot be done exactly, or null
 * @param shared statics that all programs share although the class initialiser assigns them
 * @param moved statics that each program has its own of
 * @param runs whether something of the class initialiser is left to run per program
 * @param triggered whether a program could notice when it runs, so that it must run exactly where
 *     JVMS 5.5 says; true also if that holds of a superclass
 * @param supers classes whose holders are initialised before this one's, in order
 * @param state of the constants of an enum that programs cannot share as they are, or null
 */
record Plan(
    ClassInfo info,
    @Nullable String veto,
    Set<MemberKey> shared,
    Set<MemberKey> moved,
    boolean runs,
    boolean triggered,
    List<String> supers,
    @Nullable EnumState state) {

  /** Says whether the class has a holder. */
  boolean hasHolder() {
    return !moved.isEmpty() || runs || triggered;
  }

  /** Interfaces have no static methods before version 52. */
  boolean initializerIsInHolder() {
    return info.isInterface() && info.version() < Opcodes.V1_8;
  }

  Verdict verdict() {
    if (veto != null) {
      return Verdict.veto(veto);
    }
    if (!hasHolder()) {
      return Verdict.keep(shared.isEmpty() ? "no statics" : "immutable statics");
    }
    return Verdict.statics(
        moved.size()
            + " statics per program"
            + (state == null ? "" : ", enum constants with state")
            + (runs ? triggered ? ", initialiser with effects" : ", pure initialiser" : "")
            + (!runs && triggered ? ", superclass with effects" : ""));
  }
}
