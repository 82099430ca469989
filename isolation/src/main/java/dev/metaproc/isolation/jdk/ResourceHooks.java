package dev.metaproc.isolation.jdk;

import com.sun.net.httpserver.HttpServer;
import dev.metaproc.isolation.reclaim.OpenResources;
import dev.metaproc.isolation.reclaim.OpenResources.Closing;
import java.net.http.HttpClient;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Is shown what the program opens, and knows how each kind is closed. */
public final class ResourceHooks {
  private static final Closing CLOSEABLE = resource -> ((AutoCloseable) resource).close();
  private static final Closing SERVER = resource -> ((HttpServer) resource).stop(0);
  private static final Closing CLIENT = resource -> ((HttpClient) resource).shutdownNow();
  private static final Closing GROUP =
      resource -> ((AsynchronousChannelGroup) resource).shutdownNow();
  private static final Closing EXECUTOR = resource -> ((ExecutorService) resource).shutdown();
  private static final Closing CHANNEL =
      Closing.heldUntil(channel -> !((Channel) channel).isOpen(), CLOSEABLE);
  private static final Closing SELECTOR =
      Closing.heldUntil(selector -> !((Selector) selector).isOpen(), CLOSEABLE);

  private ResourceHooks() {}

  public static void opened(JdkState state, @Nullable Object resource) {
    OpenResources open = state.resources();
    if (resource == null) {
      return; // a channel that does not block has nothing to accept yet
    }
    if (resource instanceof Pipe pipe) {
      open.opened(pipe.source(), CHANNEL);
      open.opened(pipe.sink(), CHANNEL);
    } else if (resource instanceof Channel && isOfTheJdk(resource)) {
      open.opened(resource, CHANNEL); // of the program's own classes no method may be called here
    } else if (resource instanceof Selector && isOfTheJdk(resource)) {
      open.opened(resource, SELECTOR);
    } else if (resource instanceof AsynchronousChannelGroup && isOfTheJdk(resource)) {
      open.opened(resource, GROUP);
    } else if (resource instanceof ExecutorService && isOfTheJdk(resource)) {
      open.opened(resource, EXECUTOR); // to close it would wait for its tasks
    } else if (resource instanceof AutoCloseable && !isOf("jdk.internal.net.http", resource)) {
      open.opened(resource, CLOSEABLE);
    } else if (resource instanceof HttpClient) {
      open.opened(resource, CLIENT);
    } else if (resource instanceof HttpServer) {
      open.opened(resource, SERVER);
    } // else a program's own class that only shares the name
  }

  private static boolean isOfTheJdk(Object object) {
    return object.getClass().getClassLoader() == null;
  }

  /** Asked first, since a program that makes no HTTP requests should not load the client. */
  private static boolean isOf(String packageName, Object object) {
    return object.getClass().getPackageName().equals(packageName);
  }
}
