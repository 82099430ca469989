package dev.metaproc.mpi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small collective's {@link Signature} as a number, so that ranks can compare theirs without
 * making objects:
 *
 * <pre>
 *   bits   0..7   8..11   12..19   20..39   40..62
 *          kind   type    op       root     elements
 * </pre>
 *
 * {@link #GENERAL} stands for a collective that is described by a {@link Call}.
 */
@SuppressWarnings("EnumOrdinal") // a dense number is wanted, within one JVM
final class CallCode {
  static final long GENERAL = -1;

  /** More elements than small collectives ever have. */
  static final int MAX_ELEMENTS = 1 << 22;

  private static final int NO_OP = 0xff;
  private static final int NO_ROOT = 0xfffff;
  private static final int NO_TYPE = 0xf;
  private static final List<SmallKind> KINDS = List.of(SmallKind.values());
  private static final List<ElementType> TYPES = List.of(ElementType.values());
  private static final List<PredefinedOp> OPS = List.of(PredefinedOp.values());

  static final long BARRIER =
      SmallKind.BARRIER.ordinal() | NO_TYPE << 8 | NO_OP << 12 | (long) NO_ROOT << 20;

  private CallCode() {}

  static long of(
      SmallKind kind, ElementType type, @Nullable PredefinedOp op, int root, int elements) {
    long code = kind.ordinal() | type.ordinal() << 8 | (op == null ? NO_OP : op.ordinal()) << 12;
    return code | (root & (long) NO_ROOT) << 20 | (long) elements << 40;
  }

  static Signature signature(long code) {
    SmallKind kind = KINDS.get((int) code & 0xff);
    int type = (int) (code >> 8) & 0xf;
    int op = (int) (code >> 12) & 0xff;
    int root = (int) (code >> 20) & NO_ROOT;
    return new Signature(
        kind.operation(),
        root == NO_ROOT ? Signature.NONE : root,
        type == NO_TYPE ? null : TYPES.get(type),
        type == NO_TYPE ? Signature.NONE : (int) (code >>> 40),
        op == NO_OP ? null : OPS.get(op).mpiName());
  }
}
