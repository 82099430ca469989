package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.Tag;
import dev.metaproc.debug.mux.Handlers.Answer;
import java.util.Map;

/** Commands about values, of which the agent looks at too little. */
final class ValueCommands {
  private final Debugger debugger;
  private final Session session;

  ValueCommands(Debugger debugger, Session session) {
    this.debugger = debugger;
    this.session = session;
  }

  void addTo(Map<Command, Answer> answers) {
    answers.put(Command.CLASS_SET_VALUES, this::setStatics);
    answers.put(Command.OBJECT_SET_VALUES, this::setFields);
    answers.put(Command.ARRAY_GET_VALUES, this::elements);
    answers.put(Command.ARRAY_SET_VALUES, this::setElements);
    answers.put(Command.ARRAY_TYPE_NEW_INSTANCE, this::newArray);
    answers.put(Command.FRAME_SET_VALUES, this::setVariables);
    answers.put(Command.OBJECT_REFERENCE_TYPE, this::referenceType);
    answers.put(Command.OBJECT_DISABLE_COLLECTION, this::pin);
    answers.put(Command.OBJECT_ENABLE_COLLECTION, this::unpin);
  }

  private byte[] setStatics(PacketReader data) {
    long type = data.id();
    debugger.checks().type(type);
    return setAll(Command.CLASS_SET_VALUES, data, type, true);
  }

  private byte[] setFields(PacketReader data) {
    long object = data.id();
    debugger.checks().object(object);
    return setAll(Command.OBJECT_SET_VALUES, data, session.classes().typeOf(object), false);
  }

  private byte[] setAll(Command command, PacketReader data, long type, boolean isStatic) {
    for (int left = data.count(8); left > 0; left--) {
      Member field = debugger.checks().field(type, data.id(), isStatic);
      debugger.checks().untagged(type, field.signature(), data);
    }
    return pass(command, data);
  }

  private byte[] elements(PacketReader data) {
    data.id();
    Checks.region(data.i4(), data.i4());
    return relay(Command.ARRAY_GET_VALUES, data);
  }

  private byte[] setVariables(PacketReader data) {
    long thread = data.id();
    long frame = data.id();
    for (int left = data.count(5); left > 0; left--) {
      int slot = data.i4();
      int tag = data.u1();
      if (Tag.isObject(tag)) {
        debugger.checks().variable(thread, frame, slot, data.id());
      } else {
        data.skip(Tag.width(tag));
      }
    }
    return relay(Command.FRAME_SET_VALUES, data);
  }

  private byte[] setElements(PacketReader data) {
    long array = data.id();
    debugger.checks().object(array);
    long type = session.classes().typeOf(array);
    String signature = session.classes().signature(type);
    if (!signature.startsWith("[")) {
      throw new RefusedException(JdwpError.INVALID_ARRAY);
    }
    data.i4();
    String component = signature.substring(1);
    for (int left = data.count(1); left > 0; left--) {
      debugger.checks().untagged(type, component, data);
    }
    return pass(Command.ARRAY_SET_VALUES, data);
  }

  private byte[] newArray(PacketReader data) {
    long type = data.id();
    int length = data.i4();
    if (!session.classes().signature(type).startsWith("[")) {
      throw new RefusedException(JdwpError.INVALID_ARRAY);
    }
    if (length < 0) {
      throw new RefusedException(JdwpError.ILLEGAL_ARGUMENT);
    }
    return relay(Command.ARRAY_TYPE_NEW_INSTANCE, data);
  }

  /**
   * An object of a class of the host's is shown as one of the class above: a main thread is a
   * Thread.
   */
  private byte[] referenceType(PacketReader data) {
    PacketReader reply =
        session.upstream().get(Command.OBJECT_REFERENCE_TYPE, Classes.id(data.id()));
    int tag = reply.u1();
    long type = reply.id();
    while (session.owners().ofType(type).equals(Owner.HOST)) {
      type = session.classes().supertypes(type).getFirst();
    }
    return new PacketWriter().u1(tag).id(type).toBytes();
  }

  private byte[] pin(PacketReader data) {
    debugger.pinned().add(data.id());
    return relay(Command.OBJECT_DISABLE_COLLECTION, data);
  }

  private byte[] unpin(PacketReader data) {
    debugger.pinned().remove(data.id());
    return relay(Command.OBJECT_ENABLE_COLLECTION, data);
  }

  private byte[] pass(Command command, PacketReader data) {
    if (data.hasRemaining()) {
      throw new RefusedException(JdwpError.ILLEGAL_ARGUMENT);
    }
    return relay(command, data);
  }

  private byte[] relay(Command command, PacketReader data) {
    PacketReader reply = session.upstream().get(command, data.slice(0, data.position()));
    return reply.slice(0, reply.length());
  }
}
