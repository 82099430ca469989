package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.Packet;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.mux.Upstream.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * What the multiplexer has to know of classes before it lets a command through, asked of the agent
 * once: HotSpot takes a field's id as an offset and a method's as an address, and does not look
 * whether they belong to the class that the command names.
 *
 * <p>All methods may wait for the agent.
 */
final class Classes {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final Set<String> ABOVE_ARRAYS =
      Set.of(OBJECT, "Ljava/lang/Cloneable;", "Ljava/io/Serializable;");

  private final Upstream upstream;
  private final Map<Long, Map<Long, Member>> fields = new ConcurrentHashMap<>();
  private final Map<Long, Map<Long, Member>> methods = new ConcurrentHashMap<>();
  private final Map<Long, List<Long>> supertypes = new ConcurrentHashMap<>();
  private final Map<Long, String> signatures = new ConcurrentHashMap<>();
  private final Map<String, Set<Long>> bySignature = new ConcurrentHashMap<>();
  private final Map<String, Long> jdkFields = new ConcurrentHashMap<>();

  Classes(Upstream upstream) {
    this.upstream = upstream;
  }

  /** The type's own fields in the order of the class file. */
  Map<Long, Member> fields(long type) {
    return cached(fields, type, Command.TYPE_FIELDS);
  }

  Map<Long, Member> methods(long type) {
    return cached(methods, type, Command.TYPE_METHODS);
  }

  private Map<Long, Member> cached(Map<Long, Map<Long, Member>> cache, long type, Command command) {
    Map<Long, Member> known = cache.get(type);
    if (known == null) {
      PacketReader reply = upstream.get(command, id(type));
      known = new LinkedHashMap<>();
      for (int left = reply.count(20); left > 0; left--) {
        long member = reply.id();
        known.put(member, new Member(member, reply.string(), reply.string(), reply.i4()));
      }
      cache.put(type, known);
    }
    return known;
  }

  /** After its redefinition a type may have other methods. */
  void forgetMembers(long type) {
    methods.remove(type);
    fields.remove(type);
  }

  /** A method that the type declares or inherits. */
  Optional<Member> method(long type, long method) {
    return inherited(type, method, this::methods);
  }

  /** A field that the type declares or inherits. */
  Optional<Member> field(long type, long field) {
    return inherited(type, field, this::fields);
  }

  private Optional<Member> inherited(long type, long id, LongFunction<Map<Long, Member>> declared) {
    Member own = declared.apply(type).get(id);
    if (own != null) {
      return Optional.of(own);
    }
    return supertypes(type).stream()
        .flatMap(above -> inherited(above, id, declared).stream())
        .findFirst();
  }

  /** A field of a class of the JDK's, found once. */
  long field(String signature, String name) {
    String key = signature + name;
    Long known = jdkFields.get(key);
    if (known == null) {
      PacketReader found =
          upstream.get(
              Command.VM_CLASSES_BY_SIGNATURE, new PacketWriter().string(signature).toBytes());
      found.count(13);
      found.u1();
      known = fieldId(found.id(), name);
      jdkFields.put(key, known);
    }
    return known;
  }

  /** A field that the type is known to declare. */
  long fieldId(long type, String name) {
    return fields(type).values().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(signature(type) + " has no field " + name))
        .id();
  }

  /** Superclass and interfaces; none for Object, and for arrays what arrays have. */
  List<Long> supertypes(long type) {
    List<Long> known = supertypes.get(type);
    if (known == null) {
      known = new ArrayList<>();
      superclass(type).ifPresent(known::add);
      PacketReader reply = upstream.get(Command.TYPE_INTERFACES, id(type));
      for (int left = reply.count(8); left > 0; left--) {
        known.add(reply.id());
      }
      supertypes.put(type, known);
    }
    return known;
  }

  /** Interfaces and arrays have none that the agent tells. */
  private Optional<Long> superclass(long type) {
    Packet reply = upstream.ask(Command.CLASS_SUPERCLASS, id(type));
    if (reply.code() != JdwpError.NONE) {
      return Optional.empty();
    }
    long above = reply.reader().id();
    return above == 0 ? Optional.empty() : Optional.of(above);
  }

  String signature(long type) {
    String known = signatures.get(type);
    if (known == null) {
      known = upstream.get(Command.TYPE_SIGNATURE, id(type)).string();
      learn(type, known);
    }
    return known;
  }

  void learn(long type, String signature) {
    signatures.put(type, signature);
    bySignature.compute(
        signature,
        (key, types) -> {
          Set<Long> all = types == null ? ConcurrentHashMap.newKeySet() : types;
          all.add(type);
          return all;
        });
  }

  /** How many types of this signature were met. */
  int count(String signature) {
    return bySignature.getOrDefault(signature, Set.of()).size();
  }

  /** The types of this signature that were met and are no more; they are forgotten. */
  List<Long> unloaded(String signature) {
    List<Long> met = List.copyOf(bySignature.getOrDefault(signature, Set.of()));
    List<Packet> replies =
        upstream.askAll(
            met.stream().map(type -> new Ask(Command.TYPE_SIGNATURE, id(type))).toList());
    List<Long> gone = new ArrayList<>();
    for (int i = 0; i < met.size(); i++) {
      if (replies.get(i).code() != JdwpError.NONE) {
        gone.add(met.get(i));
      }
    }
    gone.forEach(this::forget);
    return gone;
  }

  private void forget(long type) {
    forgetMembers(type);
    supertypes.remove(type);
    String signature = signatures.remove(type);
    if (signature != null) {
      bySignature.computeIfPresent(
          signature,
          (key, types) -> {
            types.remove(type);
            return types.isEmpty() ? null : types;
          });
    }
  }

  /** What a field of an object refers to. */
  long object(long object, long field) {
    return single(upstream.get(Command.OBJECT_GET_VALUES, value(object, field)));
  }

  /** The data that ask for one field of an object or a type. */
  static byte[] value(long of, long field) {
    return new PacketWriter().id(of).i4(1).id(field).toBytes();
  }

  /** The object that is the one value in a reply. */
  static long single(PacketReader values) {
    values.i4();
    values.u1();
    return values.id();
  }

  /** The class of an object. */
  long typeOf(long object) {
    PacketReader reply = upstream.get(Command.OBJECT_REFERENCE_TYPE, id(object));
    reply.u1();
    return reply.id();
  }

  /** Whether an object is what a letter of {@code Shape} stands for. */
  boolean isOfKind(char letter, long object) {
    return switch (letter) {
      case 'a' -> signature(typeOf(object)).startsWith("[");
      case 'C' -> isInstance(object, "Ljava/lang/Class;") && isReferenceType(object);
      case 'M' -> isInstance(object, "Ljava/lang/Module;");
      case 'S' -> isInstance(object, "Ljava/lang/String;");
      case 't' -> isInstance(object, "Ljava/lang/Thread;");
      case 'g' -> isInstance(object, "Ljava/lang/ThreadGroup;");
      case 'L' -> isInstance(object, "Ljava/lang/ClassLoader;");
      default -> true;
    };
  }

  /** Whether an id is a class's, and not that of an object or of a primitive type. */
  boolean isReferenceType(long type) {
    String known = signatures.get(type);
    if (known == null) {
      known = isClassObject(type) ? signature(type) : "";
    }
    return known.startsWith("L") || known.startsWith("[");
  }

  /** Whether the JVM has an object of this id. */
  boolean exists(long id) {
    return upstream.ask(Command.OBJECT_REFERENCE_TYPE, id(id)).code() == JdwpError.NONE;
  }

  /** A class's id is its class object's. */
  private boolean isClassObject(long id) {
    Packet reply = upstream.ask(Command.OBJECT_REFERENCE_TYPE, id(id));
    if (reply.code() != JdwpError.NONE) {
      return false;
    }
    PacketReader data = reply.reader();
    data.u1();
    return signature(data.id()).equals("Ljava/lang/Class;");
  }

  /** Whether an object may stand where {@code signature} is declared. */
  boolean isInstance(long object, String signature) {
    return object == 0 || signature.equals(OBJECT) || isKindOf(typeOf(object), signature);
  }

  /** Whether a type may stand where {@code signature} is declared. */
  boolean isKindOf(long type, String signature) {
    String actual = signature(type);
    if (actual.equals(signature)) {
      return true;
    }
    return switch (actual.charAt(0)) {
      case 'L' ->
          signature.equals(OBJECT) || reaches(type, above -> signature(above).equals(signature));
      case '[' ->
          ABOVE_ARRAYS.contains(signature)
              || (signature.startsWith("[") && isKindOf(component(type), signature.substring(1)));
      default -> false; // the component of an array of numbers
    };
  }

  /** The class of an array's elements; a class's id is its class object's. */
  private long component(long array) {
    return object(array, field("Ljava/lang/Class;", "componentType"));
  }

  /** Whether {@code type} is {@code above} or below it. */
  boolean isKindOf(long type, long above) {
    return signature(above).equals(OBJECT) || reaches(type, each -> each == above);
  }

  private boolean reaches(long type, Predicate<Long> test) {
    return test.test(type) || supertypes(type).stream().anyMatch(above -> reaches(above, test));
  }

  static byte[] id(long id) {
    return new PacketWriter().id(id).toBytes();
  }
}
