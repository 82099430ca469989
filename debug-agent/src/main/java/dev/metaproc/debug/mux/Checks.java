package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.Shape;
import dev.metaproc.debug.jdwp.Tag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What must hold before a command of one debugger reaches the agent: every id is one that the
 * debugger was given, of its own program, and not null; a field or method is one of the class that
 * the command names. HotSpot itself does not look, and crashes, with all programs in it.
 *
 * <p>Every check may wait for the agent, and throws {@link RefusedException}.
 */
final class Checks {
  /** What calls a method, which the class may inherit. */
  private static final Set<Command> CALLS =
      EnumSet.of(
          Command.CLASS_INVOKE_METHOD,
          Command.CLASS_NEW_INSTANCE,
          Command.INTERFACE_INVOKE_METHOD,
          Command.OBJECT_INVOKE_METHOD);

  /** What may be asked of a thread of another program, met as the owner of a monitor. */
  private static final Set<Command> ASKABLE_OF_ANY_THREAD =
      EnumSet.of(
          Command.THREAD_NAME,
          Command.THREAD_STATUS,
          Command.THREAD_GROUP,
          Command.THREAD_IS_VIRTUAL,
          Command.THREAD_SUSPEND_COUNT,
          Command.OBJECT_IS_COLLECTED);

  private final Session session;
  private final View view;
  private final GivenIds given;
  private final Frames frames;

  /** The kinds of objects that were looked at. */
  private final Map<Long, Character> kinds = new ConcurrentHashMap<>();

  /**
   * Checks for one debugger.
   *
   * @param given the ids it was given
   */
  Checks(Session session, View view, GivenIds given, Frames frames) {
    this.session = session;
    this.view = view;
    this.given = given;
    this.frames = frames;
  }

  /** Checks all of a command whose shape is fixed. */
  void command(Command command, Shape shape, PacketReader data) {
    Walk walk = new Walk(command);
    shape.walk(data, walk);
    walk.finish();
  }

  private final class Walk implements Shape.Visitor {
    private final Command command;
    private long type;
    private long object;
    private long thread;
    private final List<Long> fields = new ArrayList<>();

    Walk(Command command) {
      this.command = command;
    }

    @Override
    public void id(char letter, long id) {
      if (letter == 'L' && id == 0) {
        return; // the boot loader
      }
      any(letter, id);
      switch (letter) {
        case 'c' -> type = id;
        case 'o' -> object = id;
        case 't' -> {
          thread = id;
          if (!ASKABLE_OF_ANY_THREAD.contains(command)) {
            ownThread(id);
          }
        }
        default -> {}
      }
    }

    @Override
    public void value(char letter, long id) {
      if (id != 0) {
        known(letter, id);
      }
    }

    @Override
    public void method(long id) {
      if (id == 0 && command == Command.METHOD_IS_OBSOLETE) {
        return; // what frames of redefined methods have
      }
      if (CALLS.contains(command)) {
        inherited(type, id);
      } else {
        Checks.this.method(type, id);
      }
    }

    @Override
    public void field(long id) {
      fields.add(id);
    }

    @Override
    public void frame(long id) {
      frames.check(thread, id);
    }

    void finish() {
      if (!fields.isEmpty()) {
        boolean isStatic = command == Command.TYPE_GET_VALUES;
        long owner = isStatic ? type : session.classes().typeOf(object);
        fields.forEach(field -> Checks.this.field(owner, field, isStatic));
      }
    }
  }

  private void any(char letter, long id) {
    if (letter == 'c') {
      type(id);
    } else {
      known(letter, id);
    }
  }

  private void known(char letter, long id) {
    if (!given.contains(id) || !isOfKind(letter, id)) {
      throw invalid(letter, id);
    }
  }

  /** What is nothing at all is no object to the agent either, whatever it should be. */
  private RefusedException invalid(char letter, long id) {
    boolean isSomething = id == 0 || session.classes().exists(id);
    return new RefusedException(isSomething ? error(letter) : JdwpError.INVALID_OBJECT);
  }

  /** The agent takes a module or a class object for what it is called, and ends the JVM if not. */
  private boolean isOfKind(char letter, long id) {
    if (letter == 'o' || kinds.getOrDefault(id, 'o') == letter) {
      return true;
    }
    boolean isOf = session.classes().isOfKind(letter, id);
    if (isOf) {
      kinds.put(id, letter);
    }
    return isOf;
  }

  private static int error(char letter) {
    return switch (letter) {
      case 't' -> JdwpError.INVALID_THREAD;
      case 'g' -> JdwpError.INVALID_THREAD_GROUP;
      case 'c', 'C' -> JdwpError.INVALID_CLASS;
      case 'L' -> JdwpError.INVALID_CLASS_LOADER;
      case 'a' -> JdwpError.INVALID_ARRAY;
      case 'S' -> JdwpError.INVALID_STRING;
      case 'M' -> JdwpError.INVALID_MODULE;
      default -> JdwpError.INVALID_OBJECT;
    };
  }

  /** An object that the debugger was given. */
  void object(long id) {
    known('o', id);
  }

  void objectOrNull(long id) {
    if (id != 0) {
      known('o', id);
    }
  }

  /** A class of the program, or a shared one, or one of the host's met in a frame. */
  void type(long id) {
    if (id == 0
        || !session.classes().isReferenceType(id)
        || !isUsable(id, session.owners().ofType(id))) {
      throw invalid('c', id);
    }
  }

  private boolean isUsable(long type, Owner owner) {
    return view.sees(owner) || (!owner.isProgram() && given.contains(type));
  }

  void ownThread(long id) {
    if (id == 0 || !given.contains(id) || !isOwn(id)) {
      throw invalid('t', id);
    }
  }

  /** A thread of nobody's may run the program's code, and stop in it: then it is the program's. */
  private boolean isOwn(long thread) {
    Owner owner = session.owners().ofThread(thread);
    return view.owns(owner) || (!owner.isProgram() && isHeld(thread));
  }

  private boolean isHeld(long thread) {
    return session.debuggers().stream()
        .anyMatch(each -> each.view().equals(view) && each.control().has(thread));
  }

  Member method(long type, long id) {
    Member method = session.classes().methods(type).get(id);
    if (method == null) {
      throw new RefusedException(JdwpError.INVALID_METHODID);
    }
    return method;
  }

  /** A method that the type declares or inherits. */
  Member inherited(long type, long id) {
    return session
        .classes()
        .method(type, id)
        .orElseThrow(() -> new RefusedException(JdwpError.INVALID_METHODID));
  }

  Member field(long type, long id, boolean isStatic) {
    return session
        .classes()
        .field(type, id)
        .filter(field -> field.isStatic() == isStatic)
        .orElseThrow(() -> new RefusedException(JdwpError.INVALID_FIELDID));
  }

  void modifier(Modifier modifier) {
    switch (modifier) {
      case Modifier.Count(int left) -> count(left);
      case Modifier.ThreadOnly(long thread) -> ownThread(thread);
      case Modifier.Step(long thread, int size, int depth) -> ownThread(thread);
      case Modifier.ClassOnly(long type) -> type(type);
      case Modifier.LocationOnly(int tag, long type, long method, long index) -> {
        type(type);
        method(type, method);
        instruction(type, method, index);
      }
      case Modifier.ExceptionOnly(long type, int caught, int uncaught) -> {
        if (type != 0) {
          type(type);
        }
      }
      case Modifier.FieldOnly(long type, long field) -> {
        type(type);
        if (!session.classes().fields(type).containsKey(field)) {
          throw new RefusedException(JdwpError.INVALID_FIELDID);
        }
      }
      case Modifier.InstanceOnly(long object) -> objectOrNull(object);
      case Modifier.Conditional conditional -> {}
      case Modifier.ClassMatch match -> {}
      case Modifier.ClassExclude exclude -> {}
      case Modifier.SourceNameMatch match -> {}
      case Modifier.PlatformThreadsOnly only -> {}
    }
  }

  /** Not in the middle of one. */
  private void instruction(long type, long method, long index) {
    byte[] ids = new PacketWriter().id(type).id(method).toBytes();
    PacketReader code = session.upstream().get(Command.METHOD_BYTECODES, ids);
    if (!Instructions.beginAt(index, code.bytes(code.count(1)))) {
      throw new RefusedException(JdwpError.INVALID_LOCATION);
    }
  }

  /** A part of an array or stack: the agent adds both up, and ends the JVM where that overflows. */
  static void region(int first, int length) {
    if ((long) first + length > Integer.MAX_VALUE) {
      throw new RefusedException(JdwpError.INVALID_LENGTH);
    }
  }

  private static void count(int left) {
    if (left < 1) {
      throw new RefusedException(JdwpError.INVALID_COUNT);
    }
  }

  /**
   * The tagged arguments of an invocation against the method's signature.
   *
   * @param type whose method it is
   * @param values read up to the count
   */
  void arguments(long type, Member method, PacketReader values) {
    List<String> parameters = parameters(method.signature());
    if (values.count(1) != parameters.size()) {
      throw new RefusedException(JdwpError.ILLEGAL_ARGUMENT);
    }
    for (String parameter : parameters) {
      argument(type, parameter, values.u1(), values);
    }
  }

  private void argument(long type, String parameter, int tag, PacketReader values) {
    char kind = parameter.charAt(0);
    if (kind == 'L' || kind == '[') {
      if (!Tag.isObject(tag)) {
        throw new RefusedException(JdwpError.TYPE_MISMATCH);
      }
      assignable(values.id(), type, parameter);
    } else {
      if (tag != kind) {
        throw new RefusedException(JdwpError.TYPE_MISMATCH);
      }
      values.skip(Tag.width(tag));
    }
  }

  /** An untagged value for a variable of a class. */
  void untagged(long type, String signature, PacketReader values) {
    char kind = signature.charAt(0);
    if (kind == 'L' || kind == '[') {
      assignable(values.id(), type, signature);
    } else {
      values.skip(Tag.width(kind));
    }
  }

  private void assignable(long object, long type, String signature) {
    objectOrNull(object);
    if (!session.classes().isInstance(object, signature)) {
      throw new RefusedException(JdwpError.TYPE_MISMATCH);
    }
    sameProgram(object, type);
  }

  /** Types are compared by name, and who debugs all programs is given objects of every copy. */
  private void sameProgram(long object, long type) {
    Owner into = session.owners().ofType(type);
    if (object != 0 && into.isProgram()) {
      Owner from = session.owners().ofType(session.classes().typeOf(object));
      if (from.isProgram() && !from.equals(into)) {
        throw new RefusedException(JdwpError.TYPE_MISMATCH);
      }
    }
  }

  /**
   * An object for a variable of a frame. The agent looks at what is declared, by name; where the
   * class file does not tell, only the class that is there can take the place.
   */
  void variable(long thread, long frame, int slot, long object) {
    if (object == 0) {
      return;
    }
    Frames.Frame place = frames.find(thread, frame);
    sameProgram(object, place.type());
    if (!hasVariables(place)) {
      byte[] data = new PacketWriter().id(thread).id(frame).i4(1).i4(slot).u1(Tag.OBJECT).toBytes();
      long current = Classes.single(session.upstream().get(Command.FRAME_GET_VALUES, data));
      Classes classes = session.classes();
      if (current == 0 || !classes.isKindOf(classes.typeOf(object), classes.typeOf(current))) {
        throw new RefusedException(JdwpError.TYPE_MISMATCH);
      }
    }
  }

  private boolean hasVariables(Frames.Frame frame) {
    byte[] ids = new PacketWriter().id(frame.type()).id(frame.method()).toBytes();
    return session.upstream().ask(Command.METHOD_VARIABLE_TABLE, ids).code()
        != JdwpError.ABSENT_INFORMATION;
  }

  void throwable(long object) {
    if (object == 0) {
      throw new RefusedException(JdwpError.INVALID_OBJECT);
    }
    object(object);
    if (!session.classes().isInstance(object, "Ljava/lang/Throwable;")) {
      throw new RefusedException(JdwpError.TYPE_MISMATCH);
    }
  }

  private static List<String> parameters(String signature) {
    List<String> parameters = new ArrayList<>();
    for (int at = 1; signature.charAt(at) != ')'; ) {
      int from = at;
      while (signature.charAt(at) == '[') {
        at++;
      }
      at = signature.charAt(at) == 'L' ? signature.indexOf(';', at) + 1 : at + 1;
      parameters.add(signature.substring(from, at));
    }
    return parameters;
  }
}
