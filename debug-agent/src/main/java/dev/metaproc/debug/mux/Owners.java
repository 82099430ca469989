package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose everything is. A class is its loader's; a loader is that program's whose loader is among
 * its parents; a thread is its group's, or where that says nothing (virtual threads) its context
 * loader's. Asked of the agent once: neither ever changes, and the agent's ids are never used
 * again.
 *
 * <p>Methods without "known" in their name may wait for the agent.
 */
final class Owners {
  private static final String PLATFORM_LOADER =
      "Ljdk/internal/loader/ClassLoaders$PlatformClassLoader;";
  private static final String APPLICATION_LOADER =
      "Ljdk/internal/loader/ClassLoaders$AppClassLoader;";

  private static final String PROGRAM_LOADERS = "Ldev/metaproc/isolation/";

  /** Packages of the host's class path that programs share. */
  private static final Set<String> API = Set.of("mpi", "dev/metaproc/api");

  /** Beyond these they are asked for anew. */
  private static final int MOST_LOADERS = 10_000;

  private final Upstream upstream;
  private final Classes classes;
  private final ProgramTable table;
  private final Map<Long, Owner> loaders = new ConcurrentHashMap<>(Map.of(0L, Owner.SHARED));
  private final Map<Long, Owner> types = new ConcurrentHashMap<>();
  private final Map<Long, Owner> groups = new ConcurrentHashMap<>(Map.of(0L, Owner.HOST));
  private final Map<Long, Owner> threads = new ConcurrentHashMap<>();
  private volatile long applicationLoader = -1;

  Owners(Upstream upstream, Classes classes, ProgramTable table) {
    this.upstream = upstream;
    this.classes = classes;
    this.table = table;
  }

  /** Takes in programs that have started since. */
  void refresh() {
    table.refresh();
    for (ProgramIds each : table.programs()) {
      Owner owner = Owner.program(each.pid());
      loaders.put(each.loader(), owner);
      groups.put(each.group(), owner);
      threads.put(each.main(), owner);
    }
  }

  Owner ofType(long type) {
    Owner known = types.get(type);
    if (known != null) {
      return known;
    }
    Owner owner = ofType(type, classes.object(type, classLoaderField()));
    remember(types, type, owner);
    return owner;
  }

  private Owner ofType(long type, long loader) {
    Owner owner = ofLoader(loader);
    return owner.equals(Owner.HOST) && loader == applicationLoader && isApi(classes.signature(type))
        ? Owner.SHARED
        : owner;
  }

  private static boolean isApi(String signature) {
    String name = signature.replaceFirst("^\\[*L", "");
    int slash = name.lastIndexOf('/');
    return slash > 0 && API.contains(name.substring(0, slash));
  }

  /** They are no more. Their loaders have no event, so now and then all loaders are forgotten. */
  void forgetTypes(Collection<Long> gone) {
    gone.forEach(types::remove);
    if (loaders.size() > MOST_LOADERS) {
      loaders.keySet().removeIf(loader -> loader != 0);
    }
  }

  @Nullable Owner knownOfType(long type) {
    return types.get(type);
  }

  /** Learns whose many classes are in one go. */
  void learnTypes(Collection<Long> wanted) {
    upstream.askEach(
        Command.OBJECT_GET_VALUES,
        wanted.stream().filter(type -> !types.containsKey(type)).toList(),
        type -> Classes.value(type, classLoaderField()),
        (type, reply) -> remember(types, type, ofType(type, Classes.single(reply))));
  }

  /** The program's, where the loader or one of its parents is a program's. */
  Owner ofLoader(long loader) {
    Owner known = loaders.get(loader);
    if (known != null) {
      return known;
    }
    Owner owner = findLoader(loader);
    remember(loaders, loader, owner);
    return owner;
  }

  private static void remember(Map<Long, Owner> known, long id, Owner owner) {
    if (!owner.equals(Owner.UNLISTED)) {
      known.put(id, owner);
    }
  }

  private Owner findLoader(long loader) {
    String signature = classes.signature(classes.typeOf(loader));
    if (signature.equals(PLATFORM_LOADER)) {
      return Owner.SHARED;
    }
    if (signature.equals(APPLICATION_LOADER)) {
      applicationLoader = loader;
      return Owner.HOST;
    }
    if (signature.startsWith(PROGRAM_LOADERS)) {
      refresh();
      return loaders.getOrDefault(loader, Owner.UNLISTED);
    }
    Owner above = ofLoader(parent(loader));
    return above.isProgram() || above.equals(Owner.UNLISTED) ? above : Owner.SHARED;
  }

  private long parent(long loader) {
    return classes.object(loader, classes.field("Ljava/lang/ClassLoader;", "parent"));
  }

  Owner ofThread(long thread) {
    Owner known = threads.get(thread);
    if (known != null) {
      return known;
    }
    Owner owner;
    try {
      long group = upstream.get(Command.THREAD_GROUP, Classes.id(thread)).id();
      owner = ofGroup(group);
      if (!owner.isProgram()) {
        owner = ofContext(thread);
      }
    } catch (RefusedException e) {
      return Owner.HOST; // it has ended meanwhile
    }
    threads.put(thread, owner);
    return owner;
  }

  private Owner ofContext(long thread) {
    return ofContextLoader(classes.object(thread, contextLoaderField()));
  }

  private Owner ofContextLoader(long loader) {
    Owner owner = loader == 0 ? Owner.HOST : ofLoader(loader);
    return owner.isProgram() ? owner : Owner.HOST;
  }

  /**
   * A type's id is its class object's. The command ReferenceType.ClassLoader is not used: the agent
   * of JDK 25 leaves a local reference to the loader behind each time, which is never collected.
   */
  private long classLoaderField() {
    return classes.field("Ljava/lang/Class;", "classLoader");
  }

  private long contextLoaderField() {
    return classes.field("Ljava/lang/Thread;", "contextClassLoader");
  }

  /** Learns whose many threads are in one go. */
  void learnThreads(Collection<Long> wanted) {
    List<Long> outside = new ArrayList<>();
    upstream.askEach(
        Command.THREAD_GROUP,
        wanted.stream().filter(thread -> !threads.containsKey(thread)).toList(),
        Classes::id,
        (thread, reply) -> {
          Owner owner = ofGroup(reply.id());
          if (owner.isProgram()) {
            threads.put(thread, owner);
          } else {
            outside.add(thread);
          }
        });
    upstream.askEach(
        Command.OBJECT_GET_VALUES,
        outside,
        thread -> Classes.value(thread, contextLoaderField()),
        (thread, reply) -> threads.put(thread, ofContextLoader(Classes.single(reply))));
  }

  @Nullable Owner knownOfThread(long thread) {
    return threads.get(thread);
  }

  void forgetThread(long thread) {
    threads.remove(thread);
  }

  Owner ofGroup(long group) {
    Owner known = groups.get(group);
    if (known != null) {
      return known;
    }
    refresh();
    Optional<Owner> fresh = Optional.ofNullable(groups.get(group));
    Owner owner =
        fresh.orElseGet(() -> ofGroup(upstream.get(Command.GROUP_PARENT, Classes.id(group)).id()));
    groups.put(group, owner);
    return owner;
  }
}
