package dev.metaproc.isolation;

import dev.metaproc.api.Link;
import dev.metaproc.api.ServiceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The services and links published to one program. Immutable. */
record Services(String program, Map<Class<?>, Object> published, Map<String, Link<?>> links)
    implements ServiceContext {
  Services {
    published = Map.copyOf(published);
    links = Map.copyOf(links);
  }

  static Services of(
      String program,
      Map<Class<?>, Function<? super ClassLoader, ?>> makers,
      Map<String, ProgramLink<?>> ends,
      ClassLoader loader) {
    Map<Class<?>, Object> made = new HashMap<>();
    makers.forEach((type, maker) -> made.put(type, maker.apply(loader)));
    Map<String, Link<?>> links = new HashMap<>();
    ends.forEach((name, link) -> links.put(name, link.end(loader)));
    return new Services(program, made, links);
  }

  /** These, and those of a parent that are not among them. */
  Services with(Services parent) {
    Map<Class<?>, Object> services = new HashMap<>(parent.published);
    services.putAll(published);
    Map<String, Link<?>> ends = new HashMap<>(parent.links);
    ends.putAll(links);
    return new Services(program, services, ends);
  }

  @Override
  @SuppressWarnings("unchecked") // both ends agree on the type, as on that of a stream's objects
  public <T> Link<T> link(String name) {
    Link<?> link = links.get(name);
    if (link == null) {
      throw new IllegalStateException(
          "program "
              + program
              + ": it was given no link "
              + name
              + " (give it one with ProgramBuilder.link; it has "
              + links.keySet()
              + ")");
    }
    return (Link<T>) link;
  }

  @Override
  public <T> T service(Class<T> type) {
    Object service = published.get(type);
    if (service == null) {
      throw new IllegalStateException(
          "program "
              + program
              + ": no service "
              + type.getName()
              + " is published to it (publish one with ProgramBuilder.service)");
    }
    return type.cast(service);
  }
}
