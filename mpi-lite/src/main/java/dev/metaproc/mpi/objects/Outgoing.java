package dev.metaproc.mpi.objects;

import org.jspecify.annotations.Nullable;

/**
 * How objects of a class travel.
 *
 * @param shape null for what does not travel in pieces
 * @param code of classes with fields
 */
record Outgoing(@Nullable Shape shape, @Nullable FieldCode code) {
  /** What never changes goes as it is. */
  static final Outgoing VALUE = new Outgoing(null, null);

  /** Only serialisation can do it. */
  static final Outgoing NONE = new Outgoing(null, null);
}
