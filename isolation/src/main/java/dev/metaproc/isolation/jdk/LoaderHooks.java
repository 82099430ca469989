package dev.metaproc.isolation.jdk;

import dev.metaproc.api.ServiceContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** What the system class loader is to a program: its own loader. */
public final class LoaderHooks {
  private LoaderHooks() {}

  public static ClassLoader getSystemClassLoader(JdkState state) {
    return state.loader();
  }

  public static ModuleLayer boot(JdkState state) {
    return state.layer();
  }

  public static @Nullable URL getSystemResource(JdkState state, String name) {
    return state.loader().getResource(name);
  }

  public static Enumeration<URL> getSystemResources(JdkState state, String name)
      throws IOException {
    return state.loader().getResources(name);
  }

  public static @Nullable InputStream getSystemResourceAsStream(JdkState state, String name) {
    return state.loader().getResourceAsStream(name);
  }

  public static ServiceContext current(JdkState state) {
    return state.services();
  }
}
