package dev.metaproc.isolation.shared;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * Links the instructions of classes that loaders of a program's own define: only when such an
 * instruction runs is it known whether the class it names is a shared one.
 */
public final class LateLinking {
  private LateLinking() {}

  /**
   * The call site of such an instruction.
   *
   * @param owner what the name in the instruction means to the caller's loader
   * @param kind {@code get} or {@code put} a static, {@code getfield} or {@code putfield} of an
   *     enum constant, {@code trigger} the initialisation
   */
  public static CallSite link(
      Lookup caller, String name, MethodType type, Class<?> owner, String kind) {
    try {
      MethodHandle target =
          switch (kind) {
            case "get" -> Reflection.findStaticGetter(caller, owner, name, type.returnType());
            case "put" -> Reflection.findStaticSetter(caller, owner, name, type.parameterType(0));
            case "getfield" ->
                instance(caller, caller.findGetter(owner, name, type.returnType()), "get$", name);
            case "putfield" ->
                instance(
                    caller, caller.findSetter(owner, name, type.parameterType(1)), "set$", name);
            case "trigger" -> trigger(owner);
            default -> throw new IllegalArgumentException(kind);
          };
      return new ConstantCallSite(target.asType(type));
    } catch (NoSuchFieldException e) {
      throw (Error) new NoSuchFieldError(e.getMessage()).initCause(e);
    } catch (IllegalAccessException e) {
      throw (Error) new IllegalAccessError(e.getMessage()).initCause(e);
    }
  }

  private static MethodHandle trigger(Class<?> owner) {
    Ghosts ghosts = Ghosts.of(owner);
    MethodType nothing = MethodType.methodType(void.class);
    return ghosts == null ? MethodHandles.empty(nothing) : ghosts.get().asType(nothing);
  }

  /** Fields of enum constants with state are behind accessors, which such an enum has. */
  private static MethodHandle instance(
      Lookup caller, MethodHandle direct, String accessor, String name)
      throws IllegalAccessException {
    Class<?> declaring = caller.revealDirect(direct).getDeclaringClass();
    if (!(declaring.getClassLoader() instanceof SharedDomain)) {
      return direct;
    }
    Lookup own = MethodHandles.privateLookupIn(declaring, MethodHandles.lookup());
    try {
      MethodType type = direct.type().changeParameterType(0, declaring);
      return own.findStatic(declaring, "metaproc$" + accessor + name, type);
    } catch (NoSuchMethodException e) {
      return direct;
    }
  }
}
