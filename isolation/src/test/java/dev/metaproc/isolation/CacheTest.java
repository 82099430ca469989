package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK keeps of a program in caches is that program's, and goes with it. */
@Timeout(180)
class CacheTest {
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @BeforeAll
  static void compile() throws Exception {
    classes =
        Compiled.in(
            directory,
            """
            import dev.metaproc.api.ServiceContext;
            import java.beans.*;
            import java.lang.ref.WeakReference;
            import java.util.*;

            public class Main {
              public static class Texts extends ListResourceBundle {
                final List<String> seen = new ArrayList<>();
                protected Object[][] getContents() { return new Object[][] {{"seen", seen}}; }
              }

              public static class Point<T> {
                private int x;
                private T y;
                public int getX() { return x; }
                public void setX(int x) { this.x = x; }
                public T getY() { return y; }
                public void setY(T y) { this.y = y; }
              }

              public static class Pair extends Point<Main> {}

              public static class PointBeanInfo extends SimpleBeanInfo {
                final BeanDescriptor descriptor = new BeanDescriptor(Point.class);
                @Override public BeanDescriptor getBeanDescriptor() { return descriptor; }
              }

              public static class Editor extends PropertyEditorSupport {}

              static void keep(Object object) {
                ServiceContext.current().service(List.class).add(new WeakReference<>(object));
              }

              @SuppressWarnings("unchecked")
              public static void main(String[] args) throws Exception {
                ResourceBundle bundle = ResourceBundle.getBundle("Main$Texts");
                List<String> seen = (List<String>) bundle.getObject("seen");
                ResourceBundle file = ResourceBundle.getBundle("words");
                System.out.println(seen + " " + (bundle == ResourceBundle.getBundle("Main$Texts")) + " " + file.getString("hello"));
                seen.add(args[0]);

                BeanDescriptor descriptor = Introspector.getBeanInfo(Point.class).getBeanDescriptor();
                System.out.println(descriptor.getValue("seen") + " " + Introspector.getBeanInfo(Pair.class).getPropertyDescriptors().length);
                descriptor.setValue("seen", args[0]);

                System.out.println(PropertyEditorManager.findEditor(Main.class));
                PropertyEditorManager.registerEditor(Main.class, Editor.class);
                System.out.println(PropertyEditorManager.findEditor(Main.class) != null);

                new Expression(new Point<Main>(), "setX", new Object[] {1}).execute();
                new Expression(Point.class, "new", new Object[0]).getValue();
                keep(bundle);
                keep(file);
                keep(descriptor);
              }
            }
            """);
    Path ignored = Files.writeString(classes.resolve("words.properties"), "hello=good day\n");
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of(Isolation.LOADER, Isolation.SHARED)
        .flatMap(
            isolation -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(isolation, kind)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void bundlesAndBeansOfOneProgramAreNotFoundByAnotherAndGoWithIt(
      Isolation isolation, ThreadKind threads) throws Exception {
    List<WeakReference<Object>> kept = Collections.synchronizedList(new ArrayList<>());
    for (String name : List.of("first", "second", "third")) {
      assertThat(run(isolation, threads, name, kept))
          .containsExactly("[] true good day", "null 3", "null", "true");
    }
    assertThat(kept).hasSize(9);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(kept).allMatch(each -> each.get() == null);
              assertThat(host.leaks()).isEmpty();
            });
  }

  private List<String> run(
      Isolation isolation, ThreadKind threads, String name, List<WeakReference<Object>> kept)
      throws Exception {
    Program program =
        host.program()
            .classPath(List.of(classes))
            .mainClass("Main")
            .isolation(isolation)
            .threads(threads)
            .arguments(List.of(name))
            .service(List.class, kept)
            .start();
    List<String> lines = program.inputReader().readAllLines();
    assertThat(program.errorReader().readAllLines()).isEmpty();
    assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(program.isolation()).isEqualTo(isolation);
    return lines;
  }
}
