package dev.metaproc.rewriter.trial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.analysis.Value;

/**
 * A value of the machine. Objects know the class whose initialiser made them ({@code maker}): what
 * another initialiser made may have changed by the time this one runs.
 */
public sealed interface Datum extends Value {
  @Override
  default int getSize() {
    return 1;
  }

  /** A boolean, byte, char, short or int. */
  record IntDatum(int value) implements Datum {}

  /** A long. */
  record LongDatum(long value) implements Datum {
    @Override
    public int getSize() {
      return 2;
    }
  }

  /** A float. */
  record FloatDatum(float value) implements Datum {}

  /** A double. */
  record DoubleDatum(double value) implements Datum {
    @Override
    public int getSize() {
      return 2;
    }
  }

  /** No object, or a return address, or nothing in a local variable. */
  record NullDatum() implements Datum {
    static final NullDatum NULL = new NullDatum();
  }

  /** An object whose class's code the machine runs. */
  final class Instance implements Datum {
    final String type;
    final String maker;
    final Map<String, Datum> fields = new HashMap<>();

    Instance(String type, String maker) {
      this.type = type;
      this.maker = maker;
    }

    /** Internal name of its class. */
    public String type() {
      return type;
    }

    /** Internal name of the class whose initialiser made it. */
    public String maker() {
      return maker;
    }

    /** Values of its fields, by {@code declaring class.name}. */
    public Map<String, Datum> fields() {
      return fields;
    }
  }

  /** An array; of the type {@code [component}. */
  final class ArrayDatum implements Datum {
    final Type component;
    final String maker;
    final Datum[] elements;

    ArrayDatum(Type component, String maker, Datum[] elements) {
      this.component = component;
      this.maker = maker;
      this.elements = elements;
    }

    /** What it holds. */
    public List<Datum> elements() {
      return List.of(elements);
    }
  }

  /**
   * A real object of the JDK's. A {@code maker} of null made none: whoever asks is given the same
   * one, as with literals and {@code Locale.ROOT}.
   */
  final class Host implements Datum {
    /** Null between {@code new} and the constructor. */
    @Nullable Object object;

    final @Nullable String maker;
    private final boolean isMutable;

    private Host(@Nullable Object object, @Nullable String maker, boolean isMutable) {
      this.object = object;
      this.maker = maker;
      this.isMutable = isMutable;
    }

    static Host constant(Object object) {
      return new Host(object, null, false);
    }

    static Host value(@Nullable Object object, String maker) {
      return new Host(object, maker, false);
    }

    static Host builder(@Nullable Object object, String maker) {
      return new Host(object, maker, true);
    }

    /** Internal name of the class whose initialiser made it, or null. */
    public @Nullable String maker() {
      return maker;
    }

    /** The object. */
    public @Nullable Object object() {
      return object;
    }

    /** Says whether it is of a class whose objects never change. */
    public boolean isImmutable() {
      return !isMutable;
    }
  }

  /** A class literal; the class is not loaded. */
  record ClassLiteral(Type type) implements Datum {}

  /** What a lambda expression or method reference evaluates to. */
  final class Closure implements Datum {
    final String type;
    final String maker;
    final String method;
    final Handle target;
    final List<Datum> captured;

    Closure(String type, String maker, String method, Handle target, List<Datum> captured) {
      this.type = type;
      this.maker = maker;
      this.method = method;
      this.target = target;
      this.captured = captured;
    }

    /** Internal name of the class whose initialiser made it. */
    public String maker() {
      return maker;
    }

    /** The values it took from where it was written. */
    public List<Datum> captured() {
      return captured;
    }
  }

  /** An object of the JDK's of which nothing is known but its class. */
  final class Opaque implements Datum {
    final String type;
    final String maker;
    final @Nullable List<Datum> contents;

    Opaque(String type, String maker, @Nullable List<Datum> contents) {
      this.type = type;
      this.maker = maker;
      this.contents = contents;
    }

    /** Internal name of the class whose initialiser made it. */
    public String maker() {
      return maker;
    }

    /** What an unmodifiable collection holds; null of anything else. */
    public @Nullable List<Datum> contents() {
      return contents;
    }
  }

  /** What an {@link Opaque} returned: may be passed on or dropped, not looked at. */
  record Unknown(int size) implements Datum {
    @Override
    public int getSize() {
      return size;
    }
  }
}
