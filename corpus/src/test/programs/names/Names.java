package demo;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.security.KeyStore;
import java.util.List;
import java.util.Scanner;
import java.util.logging.Logger;
import java.util.spi.ToolProvider;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

public class Names {
  private interface Trial {
    Object run() throws Exception;
  }

  private static void tell(String what, Trial trial) {
    try {
      System.out.println(what + ": " + trial.run());
    } catch (Exception e) {
      System.out.println(what + ": " + e);
    }
  }

  private static String text(InputStream in) throws Exception {
    try (in) {
      return new String(in.readAllBytes());
    }
  }

  public static void main(String[] arguments) throws Exception {
    write(
        "log.properties",
        "handlers=java.util.logging.FileHandler",
        "java.util.logging.FileHandler.pattern=made/log.txt",
        "java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter",
        "java.util.logging.SimpleFormatter.format=%5$s%n");
    write("a.xml", "<!DOCTYPE a [<!ENTITY e SYSTEM 'e.txt'>]><a><b>&e;</b></a>");
    write("e.txt", "entity");
    write("A.java", "public class A {}");
    String sheet = "<s:stylesheet version='1.0' xmlns:s='http://www.w3.org/1999/XSL/Transform'>";
    write("a.xsl", sheet + "<s:include href='b.xsl'/></s:stylesheet>");
    write("b.xsl", sheet + "<s:output method='text'/></s:stylesheet>");
    urls();
    documents();
    tools();
    properties();
    absent();
    paths();
    try {
      new FileInputStream("absent");
    } catch (Exception e) {
      e.printStackTrace(); // no frames but the JDK's and the program's
    }
  }

  private static void write(String name, String... lines) throws Exception {
    Files.write(Path.of(name), List.of(lines));
  }

  private static void urls() {
    tell("url", () -> text(URI.create("file:e.txt").toURL().openStream()).strip());
    tell("url length", () -> URI.create("file:e.txt").toURL().openConnection().getContentLength());
    tell(
        "loader",
        () -> {
          URL[] here = {new URL("file:./")};
          return new URLClassLoader(here, null).getResource("e.txt");
        });
  }

  private static void documents() {
    tell(
        "xml",
        () ->
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse("file:a.xml")
                .getDocumentElement()
                .getTextContent()
                .strip());
    tell(
        "xsl",
        () -> {
          StringWriter out = new StringWriter();
          TransformerFactory.newInstance()
              .newTransformer(new StreamSource("a.xsl"))
              .transform(new StreamSource("a.xml"), new StreamResult(out));
          return out.toString().strip();
        });
    tell(
        "result",
        () -> {
          TransformerFactory.newInstance()
              .newTransformer()
              .transform(new StreamSource("a.xml"), new StreamResult("made/out.xml"));
          return new File("made/out.xml").length();
        });
    tell(
        "image",
        () -> {
          ImageIO.write(
              new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB), "png", new File("i.png"));
          return ImageIO.read(URI.create("file:i.png").toURL()).getHeight();
        });
  }

  private static void tools() {
    tell("javac", () -> run("javac", "-d", "made", "A.java"));
    tell("jar", () -> run("jar", "cf", "made/a.jar", "-C", "made", "A.class"));
    tell("list", () -> run("jar", "tf", "made/a.jar"));
    tell("javap", () -> run("javap", "-cp", "made", "A"));
    tell("no source", () -> run("javac", "B.java"));
    tell(
        "jar url",
        () -> {
          URL url = new URL("jar:file:made/a.jar!/META-INF/MANIFEST.MF");
          return text(url.openStream()).lines().findFirst();
        });
    tell(
        "zip",
        () -> {
          try (ZipFile zip = new ZipFile("made/a.jar")) {
            return zip.getName();
          }
        });
  }

  private static String run(String tool, String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said);
    int code = ToolProvider.findFirst(tool).orElseThrow().run(to, to, arguments);
    return code + " " + said;
  }

  private static void properties() {
    tell(
        "log",
        () -> {
          Logger.getLogger("demo").info("logged");
          return Files.readString(Path.of("made/log.txt")).strip();
        });
    tell(
        "trust store",
        () -> {
          KeyStore store = KeyStore.getInstance("PKCS12");
          store.load(null, null);
          try (FileOutputStream out = new FileOutputStream("trust.p12")) {
            store.store(out, "secret".toCharArray());
          }
          TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
          factory.init((KeyStore) null);
          return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
        });
  }

  private static void absent() {
    tell("input", () -> new FileInputStream("absent"));
    tell("output", () -> new FileOutputStream("no/where"));
    tell("access", () -> new RandomAccessFile(new File("absent"), "r"));
    tell("scanner", () -> new Scanner(new File("absent")));
    tell("zip", () -> new ZipFile("absent"));
    tell("read", () -> Files.readString(Path.of("absent")));
    tell("list", () -> Files.list(Path.of("absent")));
    tell("move", () -> Files.move(Path.of("absent"), Path.of("elsewhere")));
    tell("real", () -> Path.of("absent").toRealPath());
    tell("empty", () -> new FileInputStream(""));
    tell(
        "file",
        () ->
            new File("made/../e.txt").exists()
                + " "
                + new File("").exists()
                + " "
                + new File("").getAbsoluteFile().equals(new File(System.getProperty("user.dir"))));
  }

  private static void paths() {
    tell(
        "link",
        () -> {
          Files.createSymbolicLink(Path.of("link"), Path.of("e.txt"));
          return Files.readSymbolicLink(Path.of("link")) + " " + Files.size(Path.of("link"));
        });
    tell(
        "directory",
        () -> {
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("made"), "*.jar")) {
            return (entries instanceof SecureDirectoryStream) + " " + entries.iterator().next();
          }
        });
    tell(
        "temporary",
        () -> {
          File made = File.createTempFile("abc", ".tmp", new File("made"));
          return made.delete() + " " + made.getParent();
        });
  }
}
