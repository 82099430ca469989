package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads {@code dev.metaproc.debug.Rendezvous} in the JVM, as gdb walks the list that {@code
 * _r_debug} begins: fields and array elements only, nothing is ever called.
 *
 * <p>All methods may wait for the agent.
 */
final class ProgramTable {
  private static final String RENDEZVOUS = "Ldev/metaproc/debug/Rendezvous;";
  private static final List<String> FIELDS = List.of("pid", "loader", "group", "main");

  private final Upstream upstream;
  private final Classes classes;
  private final Map<Long, ProgramIds> byPid = new ConcurrentHashMap<>();
  private final Map<Long, ProgramIds> byEntry = new ConcurrentHashMap<>();
  private final long type;

  ProgramTable(Upstream upstream, Classes classes) {
    this.upstream = upstream;
    this.classes = classes;
    type = rendezvous();
  }

  /** The class that the hook is in. */
  long type() {
    return type;
  }

  private long rendezvous() {
    PacketReader found =
        upstream.get(
            Command.VM_CLASSES_BY_SIGNATURE, new PacketWriter().string(RENDEZVOUS).toBytes());
    if (found.count(13) != 1) {
      throw new IllegalStateException("the JVM has no " + RENDEZVOUS + ": it is no debug host");
    }
    found.u1();
    return found.id();
  }

  Optional<ProgramIds> program(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /** In the order they started. */
  Collection<ProgramIds> programs() {
    return byPid.values().stream().sorted(Comparator.comparingLong(ProgramIds::pid)).toList();
  }

  /** Walks the list again; says whether there was anything new. */
  synchronized boolean refresh() {
    byte[] data = Classes.value(type, classes.fieldId(type, "HERE"));
    long here = Classes.single(upstream.get(Command.TYPE_GET_VALUES, data));
    long entries = classes.object(here, classes.fieldId(type, "entries"));
    int length = upstream.get(Command.ARRAY_LENGTH, Classes.id(entries)).i4();
    if (length == 0) {
      return false;
    }
    PacketReader region =
        upstream.get(
            Command.ARRAY_GET_VALUES, new PacketWriter().id(entries).i4(0).i4(length).toBytes());
    region.u1();
    List<Long> fresh = new ArrayList<>();
    for (int left = region.count(9); left > 0; left--) {
      region.u1();
      long entry = region.id();
      if (!byEntry.containsKey(entry)) {
        fresh.add(entry);
      }
    }
    read(fresh);
    return !fresh.isEmpty();
  }

  private void read(List<Long> entries) {
    if (entries.isEmpty()) {
      return;
    }
    long entryType = classes.typeOf(entries.getFirst());
    upstream.askEach(
        Command.OBJECT_GET_VALUES,
        entries,
        entry -> {
          PacketWriter data = new PacketWriter().id(entry).i4(FIELDS.size());
          FIELDS.forEach(name -> data.id(classes.fieldId(entryType, name)));
          return data.toBytes();
        },
        (entry, reply) -> {
          ProgramIds ids = ids(reply);
          byEntry.put(entry, ids);
          byPid.put(ids.pid(), ids);
        });
  }

  private static ProgramIds ids(PacketReader values) {
    values.i4();
    return new ProgramIds(value(values), value(values), value(values), value(values));
  }

  private static long value(PacketReader values) {
    values.u1();
    return values.id();
  }
}
