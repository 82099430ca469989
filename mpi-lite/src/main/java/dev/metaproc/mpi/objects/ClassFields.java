package dev.metaproc.mpi.objects;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a class that travel: those that serialisation would write, in its way. */
final class ClassFields {
  private static final Set<String> HOOKS =
      Set.of("writeObject", "readObject", "readObjectNoData", "writeReplace", "readResolve");

  private final Class<?> type;
  private final List<Field> numbers = new ArrayList<>();
  private final List<Field> references = new ArrayList<>();

  private ClassFields(Class<?> type) {
    this.type = type;
  }

  /** May fields be copied one by one, without anybody noticing that it is no serialisation? */
  static boolean leavesSerialisationToTheJdk(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)
        || Externalizable.class.isAssignableFrom(type)
        || Enum.class.isAssignableFrom(type)
        || type.isHidden()
        || type == Class.class) {
      return false;
    }
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      boolean isRecord = each == Record.class || type.isRecord();
      if ((each.getClassLoader() == null && each != Record.class) || hasHooks(each, isRecord)) {
        return false;
      }
    }
    return true;
  }

  /** Records are written field by field, whatever methods they have but two. */
  private static boolean hasHooks(Class<?> type, boolean isRecord) {
    for (Method each : type.getDeclaredMethods()) {
      boolean replaces =
          each.getName().equals("writeReplace") || each.getName().equals("readResolve");
      if (HOOKS.contains(each.getName()) && (replaces || !isRecord)) {
        return true;
      }
    }
    for (Field each : type.getDeclaredFields()) {
      if (each.getName().equals("serialPersistentFields") && !isRecord) {
        return true;
      }
    }
    return false;
  }

  static ClassFields of(Class<?> type) {
    ClassFields fields = new ClassFields(type);
    for (Class<?> each = type;
        each != null && Serializable.class.isAssignableFrom(each);
        each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          (field.getType().isPrimitive() ? fields.numbers : fields.references).add(field);
        }
      }
    }
    return fields;
  }

  Shape shape() {
    return new Shape(
        type.isRecord() ? Shape.Kind.RECORD : Shape.Kind.PLAIN,
        type.getName(),
        numbers.stream().map(ClassFields::named).toList(),
        references.stream().map(ClassFields::named).toList());
  }

  private static Shape.Field named(Field field) {
    return new Shape.Field(
        field.getDeclaringClass().getName(), field.getName(), field.getType().getName());
  }

  /** For objects of this very class, taken apart and put together. */
  FieldCode code() throws ReflectiveOperationException {
    return code(shape());
  }

  /** For objects of a class of that shape, which may be another program's older or newer one. */
  FieldCode code(Shape sent) throws ReflectiveOperationException {
    List<MethodHandle> numberGetters = getters(numbers);
    List<MethodHandle> names =
        numbers.isEmpty()
            ? getters(references.stream().filter(each -> each.getType() == String.class).toList())
            : List.of();
    return CompiledFields.of(
        pattern(),
        List.of(
            Handles.numbers(numberGetters, names),
            Handles.references(getters(references)),
            maker(sent),
            type.isRecord() ? Handles.fill(List.of(), List.of()) : filler(sent)));
  }

  private static byte[] pattern() {
    try (InputStream bytes =
        Objects.requireNonNull(CompiledFields.class.getResourceAsStream("CompiledFields.class"))) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<MethodHandle> getters(List<Field> fields) throws IllegalAccessException {
    List<MethodHandle> getters = new ArrayList<>();
    for (Field each : fields) {
      MethodHandle getter = lookup(each.getDeclaringClass()).unreflectGetter(each);
      getters.add(getter.asType(getter.type().changeParameterType(0, Object.class)));
    }
    return getters;
  }

  private MethodHandle maker(Shape sent) throws ReflectiveOperationException {
    if (type.isRecord()) {
      Class<?>[] components =
          java.util.Arrays.stream(type.getRecordComponents())
              .map(java.lang.reflect.RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(components);
      List<MethodHandle> values = new ArrayList<>();
      for (java.lang.reflect.RecordComponent each : type.getRecordComponents()) {
        values.add(value(sent, type.getName(), each.getName(), each.getType()));
      }
      return Handles.make(lookup(type).unreflectConstructor(constructor), values);
    }
    return Handles.make(allocator(), List.of());
  }

  private MethodHandle filler(Shape sent) throws ReflectiveOperationException {
    List<MethodHandle> setters = new ArrayList<>();
    List<MethodHandle> values = new ArrayList<>();
    List<Field> all = new ArrayList<>(numbers);
    all.addAll(references);
    for (Field each : all) {
      String owner = each.getDeclaringClass().getName();
      each.setAccessible(true); // or a final field could not be set
      MethodHandle setter = lookup(each.getDeclaringClass()).unreflectSetter(each);
      setters.add(setter.asType(setter.type().changeParameterType(0, Object.class)));
      values.add(value(sent, owner, each.getName(), each.getType()));
    }
    return Handles.fill(setters, values);
  }

  /** Where a field's value is among what was sent; the default value if it was not. */
  private static MethodHandle value(Shape sent, String owner, String name, Class<?> wanted) {
    List<Shape.Field> among = wanted.isPrimitive() ? sent.numbers() : sent.references();
    for (int i = 0; i < among.size(); i++) {
      Shape.Field each = among.get(i);
      if (each.name().equals(name) && each.owner().equals(owner)) {
        if (wanted.isPrimitive() && !each.type().equals(wanted.getName())) {
          throw new IllegalArgumentException(
              owner + "." + name + " was sent as " + each.type() + " and is " + wanted + " here");
        }
        return wanted.isPrimitive() ? Handles.number(i, wanted) : Handles.reference(i, wanted);
      }
    }
    return Handles.nothing(wanted);
  }

  /** Makes an object as serialisation does: only the first other superclass is constructed. */
  private MethodHandle allocator() throws ReflectiveOperationException {
    Class<?> first = type;
    while (Serializable.class.isAssignableFrom(Objects.requireNonNull(first))) {
      first = first.getSuperclass();
    }
    Constructor<?> constructor = first.getDeclaredConstructor();
    boolean reachable =
        Modifier.isPublic(constructor.getModifiers())
            || Modifier.isProtected(constructor.getModifiers())
            || (!Modifier.isPrivate(constructor.getModifiers())
                && first.getPackage() == type.getPackage());
    if (!reachable) {
      throw new NoSuchMethodException(first + " has no constructor that " + type + " can reach");
    }
    Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
    Object own = factory.getMethod("getReflectionFactory").invoke(null);
    Constructor<?> allocating =
        (Constructor<?>)
            factory
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(own, type, constructor);
    return MethodHandles.insertArguments(
        MethodHandles.lookup()
            .findVirtual(
                Constructor.class,
                "newInstance",
                java.lang.invoke.MethodType.methodType(Object.class, Object[].class))
            .asFixedArity(),
        0,
        allocating,
        new Object[0]);
  }

  private static MethodHandles.Lookup lookup(@Nullable Class<?> owner)
      throws IllegalAccessException {
    return MethodHandles.privateLookupIn(Objects.requireNonNull(owner), MethodHandles.lookup());
  }
}
