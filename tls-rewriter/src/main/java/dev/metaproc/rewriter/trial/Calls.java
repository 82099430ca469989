package dev.metaproc.rewriter.trial;

import static org.objectweb.asm.Opcodes.*;

import dev.metaproc.rewriter.trial.Datum.ArrayDatum;
import dev.metaproc.rewriter.trial.Datum.ClassLiteral;
import dev.metaproc.rewriter.trial.Datum.Closure;
import dev.metaproc.rewriter.trial.Datum.Host;
import dev.metaproc.rewriter.trial.Datum.Instance;
import dev.metaproc.rewriter.trial.Datum.IntDatum;
import dev.metaproc.rewriter.trial.Datum.NullDatum;
import dev.metaproc.rewriter.trial.Datum.Opaque;
import dev.metaproc.rewriter.trial.Datum.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Calls: of code the machine runs, of the JDK as {@link JdkModel} has it, and of lambdas. */
final class Calls {
  private final Trials trials;
  private final Machine machine;
  private final String root;
  private final Types types;
  private Map<String, Datum> statics = new HashMap<>();
  private final IdentityHashMap<Datum, Integer> hashCodes = new IdentityHashMap<>();

  Calls(Trials trials, Machine machine, String root) {
    this.trials = trials;
    this.machine = machine;
    this.root = root;
    this.types = new Types(trials);
  }

  void useStatics(Map<String, Datum> of) {
    statics = of;
  }

  Map<String, Datum> statics() {
    return statics;
  }

  boolean isInstance(Datum value, Type type) {
    return types.isInstance(value, type);
  }

  void checkCast(Datum value, Type type) {
    if (!(value instanceof NullDatum) && !types.isInstance(value, type)) {
      throw new Impure("throws an exception");
    }
  }

  Datum allocate(String type) {
    if (JdkModel.isValue(type)) {
      return Host.value(null, root);
    }
    if (JdkModel.isBuilder(type)) {
      return Host.builder(null, root);
    }
    if (JdkModel.isOpaque(type)) {
      return new Opaque(type, root, null);
    }
    if (type.equals("java/lang/Object") || types.isThrowableOfJdk(type)) {
      return new Instance(type, root);
    }
    ensureRunnable(type);
    return new Instance(type, root);
  }

  private void ensureRunnable(String type) {
    if (trials.node(type) == null) {
      throw new Impure("uses " + type);
    }
    trials.requirePure(root, type);
  }

  @Nullable Datum call(MethodInsnNode call, List<? extends Datum> values) {
    Datum result =
        call.getOpcode() == INVOKESTATIC
            ? callStatic(call, values)
            : callOn(call, values.get(0), values);
    Type returned = Type.getReturnType(call.desc);
    if (returned.getSort() != Type.VOID && result == null) {
      throw new Impure("calls " + call.owner + "." + call.name);
    }
    return returned.getSort() == Type.VOID ? null : result;
  }

  // --- static methods

  private @Nullable Datum callStatic(MethodInsnNode call, List<? extends Datum> values) {
    String owner = call.owner;
    if (JdkModel.isValue(owner)) {
      return host(call, null, values);
    }
    if (isUnmodifiableFactory(call)) {
      requireOwn(values);
      return new Opaque(owner, root, new ArrayList<>(values));
    }
    if (owner.equals("java/lang/System") && call.name.equals("arraycopy")) {
      copy(values);
      return null;
    }
    if (owner.equals("java/lang/reflect/Array") && call.desc.endsWith("I)Ljava/lang/Object;")) {
      Type component = classOf(values.get(0));
      return machine.operations().array(component, Operations.intOf(values.get(1)));
    }
    if (JdkModel.isOpaque(owner) && (JdkModel.isOpaqueMethod(call.name) || isWithInitial(call))) {
      requireOwn(values);
      return new Opaque(owner, root, null);
    }
    if (owner.equals("java/lang/System") && call.name.equals("getSecurityManager")) {
      return NullDatum.NULL;
    }
    if (call.name.equals("newLength") && owner.equals("jdk/internal/util/ArraysSupport")) {
      int grown = Operations.intOf(values.get(1));
      return new IntDatum(
          Operations.intOf(values.get(0)) + Math.max(grown, Operations.intOf(values.get(2))));
    }
    if (Reflection.isModelled(call)) {
      return new Reflection(trials, root).call(call, values);
    }
    ensureRunnable(owner);
    if (isEnumValues(call)) {
      return values(owner);
    }
    Resolved target = resolve(owner, call);
    ensureRunnable(target.owner.name);
    return machine.run(target.owner.name, target.method, values);
  }

  private static boolean isWithInitial(MethodInsnNode call) {
    return call.name.equals("withInitial");
  }

  private static boolean isUnmodifiableFactory(MethodInsnNode call) {
    boolean collection =
        call.owner.equals("java/util/List")
            || call.owner.equals("java/util/Set")
            || call.owner.equals("java/util/Map");
    return collection
        && (call.name.equals("of") || call.name.equals("entry") || call.name.equals("ofEntries"));
  }

  private boolean isEnumValues(MethodInsnNode call) {
    ClassNode node = trials.node(call.owner);
    return node != null
        && "java/lang/Enum".equals(node.superName)
        && call.name.equals("values")
        && call.desc.equals("()[L" + call.owner + ";");
  }

  /** An enum's own array is never changed. */
  private Datum values(String owner) {
    Map<String, Datum> of = owner.equals(root) ? statics : trials.of(owner).statics();
    for (String name : List.of("$VALUES", "ENUM$VALUES")) {
      if (of.get(name + ":[L" + owner + ";") instanceof ArrayDatum array) {
        return new ArrayDatum(array.component, root, array.elements.clone());
      }
    }
    throw new Impure("uses the values of " + owner);
  }

  private void copy(List<? extends Datum> values) {
    ArrayDatum from = machine.operations().arrayOf(values.get(0));
    ArrayDatum to = machine.operations().arrayOf(values.get(2));
    int start = Operations.intOf(values.get(1));
    int at = Operations.intOf(values.get(3));
    int length = Operations.intOf(values.get(4));
    boolean fits =
        start >= 0
            && at >= 0
            && length >= 0
            && start + length <= from.elements.length
            && at + length <= to.elements.length;
    if (!from.maker.equals(root) || !to.maker.equals(root) || !fits) {
      throw new Impure("copies an array");
    }
    for (int i = 0; i < length && to.component.getSort() >= Type.ARRAY; i++) {
      checkCast(from.elements[start + i], to.component);
    }
    System.arraycopy(from.elements, start, to.elements, at, length);
  }

  // --- methods of objects

  private @Nullable Datum callOn(
      MethodInsnNode call, Datum receiver, List<? extends Datum> values) {
    boolean special = call.getOpcode() == INVOKESPECIAL;
    return switch (receiver) {
      case Host host -> onHost(call, host, values);
      case Instance instance when special -> onSuper(call, instance, values);
      case Instance instance -> onInstance(call, instance, values);
      case Closure closure -> onClosure(call, closure, values);
      case ArrayDatum array -> onArray(call, array);
      case ClassLiteral literal -> onClass(call, literal, values);
      case Opaque opaque -> onOpaque(call, opaque, values);
      default -> throw new Impure("calls " + call.owner + "." + call.name + " on null");
    };
  }

  private @Nullable Datum onHost(MethodInsnNode call, Host host, List<? extends Datum> values) {
    if (!host.isImmutable() && !root.equals(host.maker)) {
      throw new Impure("uses an object that " + host.maker + " made");
    }
    List<? extends Datum> arguments = values.subList(1, values.size());
    if (call.name.equals("<init>")) {
      host.object = HostCalls.call(call.owner, call, null, arguments);
      return null;
    }
    if (call.name.equals("getClass")) {
      return new ClassLiteral(Type.getType(Objects.requireNonNull(host.object).getClass()));
    }
    return host(call, host, arguments);
  }

  @SuppressWarnings("ReferenceEquality") // a builder that returns itself
  private @Nullable Datum host(
      MethodInsnNode call, @Nullable Host receiver, List<? extends Datum> arguments) {
    Object object = receiver == null ? null : receiver.object;
    String owner = object == null ? call.owner : HostCalls.modelOf(object, call.owner);
    Object result = HostCalls.call(owner, call, object, arguments);
    if (receiver != null && result == object) {
      return receiver;
    }
    return call.name.equals("intern")
        ? Host.constant(result)
        : HostCalls.datum(result, Type.getReturnType(call.desc), root);
  }

  private @Nullable Datum onSuper(
      MethodInsnNode call, Instance instance, List<? extends Datum> values) {
    if (call.name.equals("<init>")) {
      if (call.owner.equals("java/lang/Enum")) {
        instance.fields.put("java/lang/Enum.name", values.get(1));
        instance.fields.put("java/lang/Enum.ordinal", values.get(2));
        return null;
      }
      boolean isPlain =
          JdkModel.isPlainSuperclass(call.owner) || types.isThrowableOfJdk(call.owner);
      if (isPlain) {
        return null;
      }
    }
    if (trials.node(call.owner) == null) {
      return ofObject(call, instance, values);
    }
    ensureRunnable(call.owner);
    Resolved target = resolve(call.owner, call);
    return machine.run(target.owner.name, target.method, values);
  }

  private @Nullable Datum onInstance(
      MethodInsnNode call, Instance instance, List<? extends Datum> values) {
    Resolved target = find(instance.type, call.name, call.desc);
    if (target == null || (target.method.access & ACC_ABSTRACT) != 0) {
      return ofObject(call, instance, values);
    }
    return machine.run(target.owner.name, target.method, values);
  }

  /** What {@code Object}, {@code Enum} and {@code Throwable} have. */
  private @Nullable Datum ofObject(
      MethodInsnNode call, Instance instance, List<? extends Datum> values) {
    Datum name = instance.fields.get("java/lang/Enum.name");
    Datum ordinal = instance.fields.get("java/lang/Enum.ordinal");
    return switch (call.name + call.desc) {
      case "hashCode()I" -> hashCode(instance);
      case "equals(Ljava/lang/Object;)Z" ->
          Trials.of(Operations.isSame(values.get(0), values.get(1)));
      case "getClass()Ljava/lang/Class;" -> new ClassLiteral(Type.getObjectType(instance.type));
      case "name()Ljava/lang/String;", "toString()Ljava/lang/String;" -> name;
      case "ordinal()I" -> ordinal;
      case "setStackTrace([Ljava/lang/StackTraceElement;)V" -> null;
      default -> throw new Impure("calls " + call.owner + "." + call.name);
    };
  }

  /** The real one differs from run to run, so nothing that is seen may depend on it. */
  private IntDatum hashCode(Datum object) {
    int next = hashCodes.size() * 31 + 17;
    Integer known = hashCodes.putIfAbsent(object, next);
    return new IntDatum(known == null ? next : known);
  }

  private @Nullable Datum onArray(MethodInsnNode call, ArrayDatum array) {
    if (call.name.equals("clone") && array.maker.equals(root)) {
      return new ArrayDatum(array.component, root, array.elements.clone());
    }
    if (call.name.equals("getClass")) {
      return new ClassLiteral(Type.getType("[" + array.component.getDescriptor()));
    }
    throw new Impure("calls " + call.name + " of an array");
  }

  private @Nullable Datum onClass(
      MethodInsnNode call, ClassLiteral literal, List<? extends Datum> values) {
    return switch (call.name) {
      case "getName", "getTypeName" -> Host.constant(literal.type().getClassName().intern());
      case "desiredAssertionStatus" -> new IntDatum(0);
      case "hashCode" -> new IntDatum(literal.type().hashCode());
      case "equals" -> Trials.of(literal.equals(values.get(1)));
      case "getComponentType" ->
          literal.type().getSort() == Type.ARRAY
              ? new ClassLiteral(Type.getType(literal.type().getDescriptor().substring(1)))
              : NullDatum.NULL;
      case "isArray" -> Trials.of(literal.type().getSort() == Type.ARRAY);
      case "getMethod", "getDeclaredMethod", "getField", "getDeclaredField" ->
          new Reflection(trials, root).member(call, literal, values);
      default -> throw new Impure("calls Class." + call.name);
    };
  }

  private @Nullable Datum onOpaque(
      MethodInsnNode call, Opaque opaque, List<? extends Datum> values) {
    boolean made = call.name.equals("<init>");
    if (!opaque.maker.equals(root) || !(made || JdkModel.isOpaqueMethod(call.name))) {
      throw new Impure("calls " + call.owner + "." + call.name);
    }
    if (opaque.contents != null) {
      throw new Impure("changes an unmodifiable collection");
    }
    List<? extends Datum> arguments = values.subList(1, values.size());
    requireOwn(arguments);
    if (!made && !arguments.isEmpty()) {
      requirePlainKey(arguments.get(0));
    }
    int size = Type.getReturnType(call.desc).getSize();
    return size == 0 ? null : new Unknown(size);
  }

  /** The JDK's code calls {@code hashCode} and {@code equals} of what it is given. */
  private void requirePlainKey(Datum key) {
    if (key instanceof Instance instance && find(instance.type, "hashCode", "()I") != null) {
      throw new Impure("calls hashCode of " + instance.type);
    }
  }

  private void requireOwn(List<? extends Datum> values) {
    for (Datum value : values) {
      String maker =
          switch (value) {
            case ArrayDatum array -> array.maker;
            case Opaque opaque when opaque.contents == null -> opaque.maker;
            case Host host -> host.isImmutable() ? null : host.maker;
            default -> null;
          };
      if (maker != null && !maker.equals(root)) {
        throw new Impure("uses an object that " + maker + " made");
      }
      if (value instanceof Instance instance
          && !instance.maker.equals(root)
          && JdkModel.isRun(instance.type)) {
        throw new Impure("uses a collection that " + instance.maker + " made");
      }
    }
  }

  private static Type classOf(Datum value) {
    if (value instanceof ClassLiteral literal) {
      return literal.type();
    }
    throw new Impure("uses an unknown class");
  }

  // --- lambdas

  @Nullable Datum dynamic(InvokeDynamicInsnNode dynamic, List<? extends Datum> values) {
    String bootstrap = dynamic.bsm.getOwner();
    if (bootstrap.equals("java/lang/invoke/LambdaMetafactory")) {
      String type = Type.getReturnType(dynamic.desc).getInternalName();
      Handle target = (Handle) dynamic.bsmArgs[1];
      return new Closure(type, root, dynamic.name, target, new ArrayList<>(values));
    }
    if (bootstrap.equals("java/lang/invoke/StringConcatFactory")) {
      return Host.value(HostCalls.concatenate(dynamic, values), root);
    }
    throw new Impure("has invokedynamic of " + bootstrap);
  }

  private @Nullable Datum onClosure(
      MethodInsnNode call, Closure closure, List<? extends Datum> values) {
    if (!call.name.equals(closure.method)) {
      Resolved inherited = find(closure.type, call.name, call.desc);
      if (inherited == null || (inherited.method.access & ACC_ABSTRACT) != 0) {
        throw new Impure("calls " + call.name + " of a lambda");
      }
      return machine.run(inherited.owner.name, inherited.method, values);
    }
    List<Datum> all = new ArrayList<>(closure.captured);
    all.addAll(values.subList(1, values.size()));
    Datum result = invoke(closure.target, all);
    return result == null ? null : HostCalls.converted(result, Type.getReturnType(call.desc), root);
  }

  private @Nullable Datum invoke(Handle target, List<Datum> values) {
    boolean makes = target.getTag() == H_NEWINVOKESPECIAL;
    boolean isStatic = target.getTag() == H_INVOKESTATIC;
    List<Datum> all = new ArrayList<>();
    Datum made = null;
    if (makes) {
      made = allocate(target.getOwner());
      all.add(made);
    }
    Type[] parameters = Type.getArgumentTypes(target.getDesc());
    int receiver = makes || isStatic ? 0 : 1;
    for (int i = 0; i < values.size(); i++) {
      int parameter = i - receiver;
      all.add(
          parameter < 0
              ? values.get(i)
              : HostCalls.converted(values.get(i), parameters[parameter], root));
    }
    int opcode =
        switch (target.getTag()) {
          case H_INVOKESTATIC -> INVOKESTATIC;
          case H_NEWINVOKESPECIAL, H_INVOKESPECIAL -> INVOKESPECIAL;
          case H_INVOKEINTERFACE -> INVOKEINTERFACE;
          case H_INVOKEVIRTUAL -> INVOKEVIRTUAL;
          default -> throw new Impure("uses a method handle");
        };
    MethodInsnNode call =
        new MethodInsnNode(
            opcode, target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
    Datum result = call(call, all);
    return makes ? made : result;
  }

  // --- lookup

  private record Resolved(ClassNode owner, MethodNode method) {}

  private Resolved resolve(String owner, MethodInsnNode call) {
    Resolved found = find(owner, call.name, call.desc);
    if (found == null) {
      throw new Impure("calls " + owner + "." + call.name);
    }
    return found;
  }

  private @Nullable Resolved find(String type, String name, String descriptor) {
    Resolved inherited = null;
    for (ClassNode node = trials.node(type); node != null; node = superclass(node)) {
      MethodNode method = Trials.method(node, name, descriptor);
      if (method != null && (method.access & ACC_ABSTRACT) == 0) {
        return new Resolved(node, method);
      }
    }
    for (ClassNode node = trials.node(type); node != null; node = superclass(node)) {
      inherited = inherited == null ? ofInterfaces(node, name, descriptor) : inherited;
    }
    return inherited;
  }

  private @Nullable Resolved ofInterfaces(ClassNode node, String name, String descriptor) {
    for (String superInterface : node.interfaces) {
      ClassNode declaring = trials.node(superInterface);
      if (declaring != null) {
        MethodNode method = Trials.method(declaring, name, descriptor);
        if (method != null && (method.access & ACC_ABSTRACT) == 0) {
          return new Resolved(declaring, method);
        }
        Resolved found = ofInterfaces(declaring, name, descriptor);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable ClassNode superclass(ClassNode node) {
    return node.superName == null ? null : trials.node(node.superName);
  }
}
