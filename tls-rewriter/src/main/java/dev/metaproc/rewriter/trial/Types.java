package dev.metaproc.rewriter.trial;

import dev.metaproc.rewriter.trial.Datum.ArrayDatum;
import dev.metaproc.rewriter.trial.Datum.ClassLiteral;
import dev.metaproc.rewriter.trial.Datum.Closure;
import dev.metaproc.rewriter.trial.Datum.Host;
import dev.metaproc.rewriter.trial.Datum.Instance;
import dev.metaproc.rewriter.trial.Datum.Opaque;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** Subtypes, as far as the machine knows them; it refuses to guess. */
final class Types {
  private final Trials trials;

  Types(Trials trials) {
    this.trials = trials;
  }

  boolean isInstance(Datum value, Type type) {
    String name = type.getInternalName();
    if (name.equals("java/lang/Object")) {
      return !(value instanceof Datum.NullDatum);
    }
    return switch (value) {
      case Datum.NullDatum nothing -> false;
      case Instance instance -> isSubtype(instance.type, name);
      case Closure closure -> isSubtype(closure.type, name);
      case Opaque opaque -> isSubtype(opaque.type, name);
      case Host host -> isHost(host, name);
      case ClassLiteral literal -> isJdkSubtype(Class.class, name);
      case ArrayDatum array -> isArray(array, type);
      default -> throw new Impure("casts what an object of the JDK returned");
    };
  }

  private static boolean isHost(Host host, String name) {
    return host.object != null && isJdkSubtype(host.object.getClass(), name);
  }

  private boolean isArray(ArrayDatum array, Type type) {
    if (type.getSort() != Type.ARRAY) {
      return type.getInternalName().equals("java/lang/Cloneable")
          || type.getInternalName().equals("java/io/Serializable");
    }
    Type component = Type.getType(type.getDescriptor().substring(1));
    if (component.equals(array.component)) {
      return true;
    }
    boolean bothClasses =
        component.getSort() == Type.OBJECT && array.component.getSort() == Type.OBJECT;
    return bothClasses && isSubtype(array.component.getInternalName(), component.getInternalName());
  }

  boolean isSubtype(String type, String of) {
    if (type.equals(of) || of.equals("java/lang/Object")) {
      return true;
    }
    ClassNode node = trials.node(type);
    if (node == null) {
      Class<?> jdk = jdk(type);
      if (jdk == null) {
        throw new Impure("uses " + type);
      }
      return isJdkSubtype(jdk, of);
    }
    for (String superInterface : node.interfaces) {
      if (isSubtype(superInterface, of)) {
        return true;
      }
    }
    return node.superName != null
        && !node.superName.equals("java/lang/Object")
        && isSubtype(node.superName, of);
  }

  /** A class of the JDK's is no subtype of one that is not. */
  private static boolean isJdkSubtype(Class<?> type, String of) {
    Class<?> target = jdk(of);
    return target != null && target.isAssignableFrom(type);
  }

  private static @Nullable Class<?> jdk(String name) {
    if (!name.startsWith("java/")) {
      return null;
    }
    try {
      return Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** Exceptions that are made and not thrown do no harm. */
  boolean isThrowableOfJdk(String name) {
    Class<?> type = jdk(name);
    return type != null && Throwable.class.isAssignableFrom(type);
  }
}
