package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.Packet;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.Shape;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which command is handled how: what is not in the table is checked and passed on, since the
 * agent's ids are good for all debuggers.
 */
final class Handlers {
  /** Gives the data of the reply, having checked all of the command. May wait for the agent. */
  interface Answer {
    byte[] to(PacketReader data);
  }

  private static final byte[] NOTHING = new byte[0];

  private final Debugger debugger;
  private final Session session;
  private final Map<Command, Answer> answers = new EnumMap<>(Command.class);
  private final Invocations invocations;

  Handlers(Debugger debugger, Session session) {
    this.debugger = debugger;
    this.session = session;
    invocations = new Invocations(debugger, session);
    new MachineCommands(debugger, session).addTo(answers);
    new ThreadCommands(debugger, session).addTo(answers);
    new ValueCommands(debugger, session).addTo(answers);
    answers.put(Command.REQUEST_SET, this::set);
    answers.put(Command.REQUEST_CLEAR, this::clear);
    answers.put(Command.REQUEST_CLEAR_ALL_BREAKPOINTS, this::clearAllBreakpoints);
  }

  void handle(Command command, Packet packet) {
    Shape shape = command.arguments();
    if (shape != null) {
      debugger.checks().command(command, shape, packet.reader());
    }
    Answer answer = answers.get(command);
    if (answer != null) {
      debugger.reply(packet, command, answer.to(packet.reader()));
      if (command == Command.VM_DISPOSE || command == Command.VM_EXIT) {
        debugger.closeWhenDrained();
      }
      return;
    }
    switch (command) {
      case CLASS_INVOKE_METHOD, CLASS_NEW_INSTANCE, INTERFACE_INVOKE_METHOD, OBJECT_INVOKE_METHOD ->
          invocations.invoke(command, packet);
      default -> pass(command, packet);
    }
  }

  private void pass(Command command, Packet packet) {
    session
        .upstream()
        .send(command, packet.data(), reply -> debugger.relay(packet, command, reply));
  }

  private byte[] set(PacketReader data) {
    Request request = Request.read(data);
    if (data.hasRemaining()) {
      throw new RefusedException(JdwpError.ILLEGAL_ARGUMENT);
    }
    return new PacketWriter().i4(debugger.requests().set(request)).toBytes();
  }

  private byte[] clear(PacketReader data) {
    debugger.requests().clear(Requests.checkedKind(data.u1()), data.i4());
    return NOTHING;
  }

  private byte[] clearAllBreakpoints(PacketReader data) {
    debugger.requests().clearAllBreakpoints();
    return NOTHING;
  }
}
