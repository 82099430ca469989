package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * The collectives of one communicator with little or no data, as one member calls them: each leaves
 * its data where all find them, meets the others, and takes what it needs. One meeting, no garbage.
 *
 * <p>Whether data are little depends only on what all members must pass alike, so that all take the
 * same way. The public methods do nothing and return false if their arguments are not plain, little
 * and right: the general way then does it, or says what is wrong.
 */
@SuppressWarnings("EnumOrdinal") // a dense number is wanted, within one JVM
public final class SmallCollectives {
  private final Communicator communicator;
  private final Gathering gathering;
  private final @Nullable FlatBarrier flat;
  private final MpiRank rank;
  private final int member;
  private final int members;
  private final @Nullable Object[] scratch = new Object[ElementType.values().length];

  SmallCollectives(Communicator communicator, Gathering gathering) {
    this.communicator = communicator;
    this.gathering = gathering;
    this.flat = gathering.flat();
    this.rank = communicator.rank();
    this.member = communicator.member();
    this.members = communicator.size();
  }

  void barrier() {
    Seat seat = gathering.sit(rank, member, CallCode.BARRIER);
    try {
      meet(seat, seat.nextParity(), CallCode.BARRIER);
    } finally {
      seat.rise();
    }
  }

  /** As {@code MPI_Allreduce}. */
  public boolean allreduce(
      @Nullable Object from,
      int start,
      @Nullable Object into,
      int at,
      int count,
      @Nullable Layout layout,
      @Nullable PredefinedOp op) {
    if (layout == null || from == null || into == null || op == null || !isPlain(layout)) {
      return false;
    }
    long elements = Layout.times(count, layout.size());
    ElementType type = layout.type();
    if (!fitsSlot(type, elements)
        || !type.contains(from, start, (int) elements)
        || !type.contains(into, at, (int) elements)
        || !op.isDefinedFor(layout)) {
      return false;
    }
    long code = CallCode.of(SmallKind.ALLREDUCE, type, op, Signature.NONE, (int) elements);
    reduce(code, op, type, from, start, into, at, (int) elements);
    return true;
  }

  /** As {@code MPI_Bcast}. */
  public boolean broadcast(
      @Nullable Object buffer, int start, int count, @Nullable Layout layout, int root) {
    if (layout == null || buffer == null || !isPlain(layout) || root < 0 || root >= members) {
      return false;
    }
    long elements = Layout.times(count, layout.size());
    ElementType type = layout.type();
    if (!fitsSlot(type, elements) || !type.contains(buffer, start, (int) elements)) {
      return false;
    }
    broadcast(type, buffer, start, (int) elements, root);
    return true;
  }

  /** As {@code MPI_Alltoall} with one type and one count. */
  public boolean alltoall(
      @Nullable Object from,
      int start,
      @Nullable Object into,
      int at,
      int count,
      @Nullable Layout layout) {
    if (layout == null || from == null || into == null || !isPlain(layout)) {
      return false;
    }
    long elements = Layout.times(count, layout.size());
    ElementType type = layout.type();
    if (!fitsMatrix(type, elements)
        || !type.contains(from, start, (int) elements * members)
        || !type.contains(into, at, (int) elements * members)) {
      return false;
    }
    alltoall(type, from, start, into, at, (int) elements);
    return true;
  }

  private boolean isPlain(Layout layout) {
    return layout.isContiguous() && communicator.isUsable();
  }

  static boolean fitsSlot(ElementType type, long elements) {
    return type.bytes() > 0 && elements >= 0 && elements <= Slab.SLOT_BYTES / type.bytes();
  }

  boolean fitsMatrix(ElementType type, long elements) {
    return type.bytes() > 0
        && elements >= 0
        && elements <= Slab.MATRIX_BYTES / members / members / type.bytes();
  }

  /** {@code target} is null where the result is not wanted. */
  void reduce(Reduction reduction, PredefinedOp op) {
    Region data = contiguous(reduction.data(), true);
    Region wanted = reduction.target();
    Region target = wanted == null ? null : contiguous(wanted, false);
    int elements = (int) data.elements();
    boolean toAll = reduction.shape() == Shape.ALL;
    SmallKind kind = toAll ? SmallKind.ALLREDUCE : SmallKind.REDUCE;
    long code = CallCode.of(kind, data.type(), op, reduction.root(), elements);
    reduce(
        code,
        op,
        data.type(),
        data.array(),
        (int) data.offset(),
        target == null ? null : target.array(),
        target == null ? 0 : (int) target.offset(),
        elements);
    if (target != null && wanted != null && !isPlain(wanted)) {
      target.copyTo(wanted);
    }
  }

  void broadcast(Region data, int root) {
    Region plain = contiguous(data, true);
    broadcast(plain.type(), plain.array(), (int) plain.offset(), (int) plain.elements(), root);
    if (!isPlain(data) && member != root) {
      plain.copyTo(data);
    }
  }

  /** False, having done nothing, if the blocks are too large or do not fit each other. */
  boolean alltoall(Blocks blocks, Blocks targets) {
    Region first = blocks.block(0);
    Region into = targets.block(0);
    ElementType type = first.type();
    if (!fitsMatrix(type, first.elements())
        || type != into.type()
        || first.elements() != into.elements()) {
      return false;
    }
    int elements = (int) first.elements();
    Region outgoing = Region.contiguous(type, type.newArray(elements * members), 0, 0);
    Region incoming = Region.contiguous(type, type.newArray(elements * members), 0, 0);
    for (int i = 0; i < members; i++) {
      blocks.block(i).copyTo(outgoing.part((long) i * elements, elements));
    }
    alltoall(type, outgoing.array(), 0, incoming.array(), 0, elements);
    for (int i = 0; i < members; i++) {
      incoming.part((long) i * elements, elements).copyTo(targets.block(i));
    }
    return true;
  }

  private static boolean isPlain(Region data) {
    return data.isContiguous() && data.type().holds(data.array());
  }

  private static Region contiguous(Region data, boolean filled) {
    if (isPlain(data)) {
      return data;
    }
    return filled
        ? data.packed()
        : Region.contiguous(
            data.type(), data.type().newArray((int) data.elements()), 0, data.elements());
  }

  private void reduce(
      long code,
      PredefinedOp op,
      ElementType type,
      Object from,
      int start,
      @Nullable Object into,
      int at,
      int elements) {
    Seat seat = gathering.sit(rank, member, code);
    try {
      int parity = seat.nextParity();
      Slab slab = gathering.slab(parity);
      FlatBarrier lines = fitsLine(type, elements) ? flat : null;
      if (lines != null) {
        lines.put(member, type, from, start, elements);
      } else {
        Elements.copy(type, from, start, slab.slots(type), member * elements, elements);
      }
      if (seat.arrive(code)) {
        if (gathering.judge(member, parity)) {
          fold(op, type, slab.slots(type), slab.result(type), 0, elements);
        }
        gathering.open(member);
      }
      finish(seat, parity, code);
      if (into == null) {
        return;
      }
      if (lines != null) {
        fold(lines, op, type, into, at, elements);
      } else if (flat != null) {
        fold(op, type, slab.slots(type), into, at, elements);
      } else {
        Elements.copy(type, slab.result(type), 0, into, at, elements);
      }
    } finally {
      seat.rise();
    }
  }

  private void fold(
      PredefinedOp op, ElementType type, Object slots, Object into, int at, int elements) {
    Elements.copy(type, slots, 0, into, at, elements);
    Kernel kernel = Kernel.of(type);
    for (int i = 1; i < members; i++) {
      kernel.apply(op, into, at, slots, i * elements, elements);
    }
  }

  private void fold(
      FlatBarrier lines, PredefinedOp op, ElementType type, Object into, int at, int elements) {
    lines.get(member, 0, 0, type, into, at, elements);
    Kernel kernel = Kernel.of(type);
    Object operand = scratch(type);
    for (int i = 1; i < members; i++) {
      lines.get(member, i, 0, type, operand, 0, elements);
      kernel.apply(op, into, at, operand, 0, elements);
    }
  }

  private void broadcast(ElementType type, Object buffer, int start, int elements, int root) {
    if (!broadcastHere(type, buffer, start, elements, root)) {
      communicator
          .exchanges()
          .broadcastShort(Region.contiguous(type, buffer, start, elements), root);
    }
  }

  private boolean broadcastHere(
      ElementType type, Object buffer, int start, int elements, int root) {
    long code = CallCode.of(SmallKind.BCAST, type, null, root, elements);
    Seat seat = gathering.sit(rank, member, code);
    try {
      int parity = seat.nextParity();
      Slab slab = gathering.slab(parity);
      FlatBarrier lines = fitsLine(type, elements) ? flat : null;
      if (member == root) {
        if (lines != null) {
          lines.put(member, type, buffer, start, elements);
        } else {
          Elements.copy(type, buffer, start, slab.result(type), 0, elements);
        }
      }
      if (!meet(seat, parity, code)) {
        return false;
      }
      if (member == root) {
        return true;
      }
      if (lines != null) {
        lines.get(member, root, 0, type, buffer, start, elements);
      } else {
        Elements.copy(type, slab.result(type), 0, buffer, start, elements);
      }
      return true;
    } finally {
      seat.rise();
    }
  }

  private void alltoall(
      ElementType type, Object from, int start, Object into, int at, int elements) {
    long code = CallCode.of(SmallKind.ALLTOALL, type, null, Signature.NONE, elements);
    Seat seat = gathering.sit(rank, member, code);
    try {
      int parity = seat.nextParity();
      int row = members * elements;
      FlatBarrier lines = fitsLine(type, row) ? flat : null;
      Object matrix = gathering.slab(parity).matrix(type);
      if (lines != null) {
        lines.put(member, type, from, start, row);
      } else {
        Elements.copy(type, from, start, matrix, member * row, row);
      }
      meet(seat, parity, code);
      if (lines != null) {
        for (int i = 0; i < members; i++) {
          lines.get(member, i, member * elements, type, into, at + i * elements, elements);
        }
      } else {
        Elements.copyColumn(type, matrix, member * elements, row, into, at, elements, members);
      }
    } finally {
      seat.rise();
    }
  }

  private static boolean fitsLine(ElementType type, int elements) {
    return elements * type.bytes() <= FlatBarrier.LINE_DATA;
  }

  /** As {@link Gathering#meet}. */
  private boolean meet(Seat seat, int parity, long code) {
    if (seat.arrive(code)) {
      gathering.judge(member, parity);
      gathering.open(member);
    }
    return finish(seat, parity, code);
  }

  private boolean finish(Seat seat, int parity, long code) {
    seat.await(rank);
    gathering.settleFlat(rank, seat, member, parity, code);
    return gathering.requireMatch(member, parity, code);
  }

  private Object scratch(ElementType type) {
    Object made = scratch[type.ordinal()];
    if (made == null) {
      made = type.newArray(FlatBarrier.LINE_DATA / type.bytes());
      scratch[type.ordinal()] = made;
    }
    return made;
  }
}
