package demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.List;

class Handlers {
  private static int connections;

  static class Echo extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      connections++;
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream((url.getPath() + connections).getBytes());
        }
      };
    }
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.protocol.handler.pkgs", "demo");
    System.out.println(read("twice:one"));
    URL.setURLStreamHandlerFactory(protocol -> protocol.equals("echo") ? new Echo() : null);
    System.out.println(read("echo:two") + read("echo:three"));
    try {
      URL.setURLStreamHandlerFactory(protocol -> null);
    } catch (Error e) {
      System.out.println(e.getMessage());
    }
    System.out.println(ProxySelector.getDefault() != null);
    System.out.println(Authenticator.getDefault() + " " + CookieHandler.getDefault());
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("me", new char[0]);
          }
        });
    CookieHandler.setDefault(new CookieManager());
    HttpURLConnection.setFollowRedirects(false);
    System.out.println(
        ProxySelector.getDefault().getClass().getSuperclass()
            + " "
            + Authenticator.requestPasswordAuthentication(null, 1, "", "", "").getUserName()
            + " "
            + CookieHandler.getDefault().getClass().getSimpleName()
            + " "
            + HttpURLConnection.getFollowRedirects());
  }

  private static String read(String url) throws Exception {
    try (InputStream in = new URL(url).openStream()) {
      return new String(in.readAllBytes());
    }
  }
}
