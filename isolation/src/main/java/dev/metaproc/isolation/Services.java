package dev.metaproc.isolation;

import dev.metaproc.api.ServiceContext;
import java.util.Map;

/** The services published to one program. Immutable. */
record Services(String program, Map<Class<?>, Object> published) implements ServiceContext {
  Services {
    published = Map.copyOf(published);
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
