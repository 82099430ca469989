package dev.metaproc.isolation;

import dev.metaproc.api.ServiceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The services published to one program. Immutable. */
record Services(String program, Map<Class<?>, Object> published) implements ServiceContext {
  Services {
    published = Map.copyOf(published);
  }

  static Services of(
      String program, Map<Class<?>, Function<? super ClassLoader, ?>> makers, ClassLoader loader) {
    Map<Class<?>, Object> made = new HashMap<>();
    makers.forEach((type, maker) -> made.put(type, maker.apply(loader)));
    return new Services(program, made);
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
