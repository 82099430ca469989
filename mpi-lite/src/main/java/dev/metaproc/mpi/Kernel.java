package dev.metaproc.mpi;

/**
 * Reduces one array into another: {@code into[i] = into[i] op from[i]}. One implementation per
 * element type; each loop is plain enough for the JIT to vectorise.
 */
interface Kernel {
  void apply(PredefinedOp op, Object into, int intoStart, Object from, int fromStart, int length);

  static Kernel of(ElementType type) {
    return switch (type) {
      case BYTE -> ByteKernel::apply;
      case CHAR -> CharKernel::apply;
      case SHORT -> ShortKernel::apply;
      case INT -> IntKernel::apply;
      case LONG -> LongKernel::apply;
      case FLOAT -> FloatKernel::apply;
      case DOUBLE -> DoubleKernel::apply;
      case BOOLEAN -> BooleanKernel::apply;
      case OBJECT, PACKED -> throw undefined(type);
    };
  }

  /** INVARIANT: {@link PredefinedOp#isDefinedFor} is asked first. */
  static IllegalStateException undefined(Object what) {
    return new IllegalStateException("no kernel for " + what);
  }
}
