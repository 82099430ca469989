package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.JdkModules;
import dev.metaproc.rewriter.Redirection;
import dev.metaproc.rewriter.Redirection.Use;
import dev.metaproc.rewriter.Redirections;
import dev.metaproc.rewriter.Shim;
import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the table as one program's reflective calls meet them. A replaced member is stood for
 * by the program's own shim, so that the call runs the hook; the names a resolved member is given
 * are resolved. Thread-safe.
 */
final class Redirected {
  private static final Redirections TABLE = Redirections.jdk();
  private static final Set<String> OWNERS = TABLE.owners();
  private static final String SHIM = Shim.NAME.replace('/', '.');

  private final JdkState state;
  private final Map<Executable, Optional<Redirection>> rows = new ConcurrentHashMap<>();
  private final Map<Redirection, Method> methods = new ConcurrentHashMap<>();

  Redirected(JdkState state) {
    this.state = state;
  }

  /** What the table says of a method or constructor; empty for those of the program itself. */
  Optional<Redirection> row(Executable member) {
    Class<?> owner = member.getDeclaringClass();
    return JdkModules.have(owner) ? rows.computeIfAbsent(member, this::find) : Optional.empty();
  }

  private Optional<Redirection> find(Executable member) {
    boolean constructor = member instanceof Constructor;
    MethodType type =
        MethodType.methodType(
            member instanceof Method method ? method.getReturnType() : void.class,
            member.getParameterTypes());
    return find(
        member.getDeclaringClass(),
        constructor ? "<init>" : member.getName(),
        type,
        Modifier.isStatic(member.getModifiers()));
  }

  /**
   * @param type without the receiver; a constructor returns {@code void}
   */
  Optional<Redirection> find(Class<?> owner, String name, MethodType type, boolean isStatic) {
    String internal = owner.getName().replace('.', '/');
    state.memberUsed(internal, name);
    return TABLE
        .find(internal, name, type.toMethodDescriptorString())
        .filter(row -> applies(row, isStatic));
  }

  private static boolean applies(Redirection row, boolean isStatic) {
    return row instanceof Redirection.Replace replace
        ? (replace.use() == Use.STATIC_CALL) == isStatic
        : row instanceof Redirection.Resolve;
  }

  /** The row that replaces reads of a static field, if there is one. */
  Optional<Redirection.Replace> field(Class<?> owner, String name, Class<?> type) {
    String internal = owner.getName().replace('.', '/');
    if (!OWNERS.contains(internal) || !JdkModules.have(owner)) {
      return Optional.empty();
    }
    return TABLE.find(internal, name, type.descriptorString()).stream()
        .filter(Redirection.Replace.class::isInstance)
        .map(Redirection.Replace.class::cast)
        .filter(row -> row.use() == Use.FIELD_READ)
        .findFirst();
  }

  Optional<Redirection.Replace> field(Field field) {
    return field(field.getDeclaringClass(), field.getName(), field.getType());
  }

  /** The shim's method that stands for a replaced member. */
  Method shimMethod(Redirection.Replace row) {
    return methods.computeIfAbsent(row, key -> findShimMethod(row));
  }

  private Method findShimMethod(Redirection.Replace row) {
    try {
      Class<?> shim = shim();
      return find(shim.getMethods(), Shim.hookName(row), shimType(row, shim));
    } catch (TypeNotPresentException e) {
      throw new LinkageError(e.getMessage(), e); // a row's types are the JDK's
    }
  }

  /** Rows may differ in nothing but the result, which Java's own look-up does not consider. */
  private static Method find(Method[] methods, String name, MethodType type) {
    for (Method method : methods) {
      if (method.getName().equals(name)
          && method.getReturnType() == type.returnType()
          && Arrays.equals(method.getParameterTypes(), type.parameterArray())) {
        return method;
      }
    }
    throw new AssertionError(name + type); // the shim has a method for every row
  }

  /** The same as a handle: it takes the receiver, if there is one, and the arguments. */
  MethodHandle shimHandle(Redirection.Replace row) {
    try {
      Class<?> shim = shim();
      return MethodHandles.publicLookup().findStatic(shim, Shim.hookName(row), shimType(row, shim));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** What the program reads in a replaced field now. */
  @Nullable Object value(Redirection.Replace row) {
    try {
      return shimMethod(row).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(
          e.getMessage(), e); // the shim is public, and its getters throw nothing
    }
  }

  private static MethodType shimType(Redirection.Replace row, Class<?> shim) {
    return MethodType.fromMethodDescriptorString(Shim.shimDescriptor(row), shim.getClassLoader());
  }

  private Class<?> shim() {
    try {
      return Class.forName(SHIM, true, state.loader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError(e.getMessage(), e); // every loader of a program defines it
    }
  }

  /** The handle with the names it is given resolved first, as {@code row} says. */
  MethodHandle resolving(
      MethodHandle handle, Redirection.Resolve row, boolean takesReceiver, boolean isConstructor) {
    MethodHandle resolving = handle;
    boolean namesFile = row.namesFile();
    for (int i = 0; i < handle.type().parameterCount(); i++) {
      Class<?> type = handle.type().parameterType(i);
      boolean isReceiver = takesReceiver && i == 0;
      boolean resolved = isReceiver ? row.receiver() && !isConstructor : isName(type, namesFile);
      if (resolved && (File.class.isAssignableFrom(type) || isName(type, true))) {
        resolving = MethodHandles.filterArguments(resolving, i, resolver(type));
      }
      namesFile &= isReceiver || type != String.class;
    }
    return resolving;
  }

  private static boolean isName(Class<?> type, boolean namesFile) {
    return type == File.class || type == Path.class || (namesFile && type == String.class);
  }

  private MethodHandle resolver(Class<?> type) {
    Class<?> known = File.class.isAssignableFrom(type) ? File.class : type;
    try {
      MethodType resolve = MethodType.methodType(known, JdkState.class, known);
      return MethodHandles.lookup()
          .findStatic(Paths.class, "absolute", resolve)
          .bindTo(state)
          .asType(MethodType.methodType(type, type));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The receiver of a resolved call. */
  @Nullable Object resolvedReceiver(Redirection.Resolve row, @Nullable Object receiver) {
    return row.receiver() ? resolved(receiver) : receiver;
  }

  /** A copy of the arguments of a resolved call, or the same array if nothing changes. */
  @Nullable Object @Nullable [] resolvedArguments(
      Redirection.Resolve row, Executable member, @Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    Class<?>[] types = member.getParameterTypes();
    @Nullable Object[] copy = Arrays.copyOf(arguments, arguments.length);
    boolean namesFile = row.namesFile();
    for (int i = 0; i < Math.min(types.length, copy.length); i++) {
      if (isName(types[i], namesFile)) {
        copy[i] = resolved(copy[i]);
      }
      namesFile &= types[i] != String.class;
    }
    return copy;
  }

  private @Nullable Object resolved(@Nullable Object value) {
    if (value instanceof File file) {
      return Paths.absolute(state, file);
    }
    if (value instanceof Path path) {
      return Paths.absolute(state, path);
    }
    return value instanceof String name ? Paths.absolute(state, name) : value;
  }
}
