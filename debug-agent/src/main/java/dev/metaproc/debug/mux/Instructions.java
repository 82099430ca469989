package dev.metaproc.debug.mux;

import java.lang.classfile.Opcode;
import java.nio.ByteBuffer;

/**
 * Where the instructions of a method begin (JVMS 6.5). HotSpot writes a breakpoint over whatever
 * byte it is told, and one over an operand ends the JVM.
 */
final class Instructions {
  private static final int TABLESWITCH = 0xaa;
  private static final int LOOKUPSWITCH = 0xab;
  private static final int WIDE = 0xc4;
  private static final int IINC = 0x84;

  /** Bytes of an instruction, by its first; 0 for what has no fixed size or is none. */
  private static final int[] SIZES = sizes();

  private Instructions() {}

  private static int[] sizes() {
    int[] sizes = new int[256];
    for (Opcode each : Opcode.values()) {
      if (!each.isWide()) {
        sizes[each.bytecode()] = Math.max(0, each.sizeIfFixed());
      }
    }
    return sizes;
  }

  static boolean beginAt(long index, byte[] code) {
    ByteBuffer in = ByteBuffer.wrap(code);
    int at = 0;
    while (at < index && at < code.length) {
      int size = size(in, at);
      if (size <= 0) {
        return false;
      }
      at += size;
    }
    return at == index && at < code.length;
  }

  private static int size(ByteBuffer code, int at) {
    int operands = (at + 4) & ~3; // of a switch, after its padding
    return switch (code.get(at) & 0xff) {
      case TABLESWITCH ->
          operands + 12 + 4 * (code.getInt(operands + 8) - code.getInt(operands + 4) + 1) - at;
      case LOOKUPSWITCH -> operands + 8 + 8 * code.getInt(operands + 4) - at;
      case WIDE -> (code.get(at + 1) & 0xff) == IINC ? 6 : 4;
      default -> SIZES[code.get(at) & 0xff];
    };
  }
}
