package dev.metaproc.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A program that runs while a test does: on a static field it is started once for the class, on
 * another field or a parameter for every test. It is stopped afterwards, as by SIGTERM, and killed
 * when it does not end in time.
 *
 * {@snippet :
 * class ShopTest {
 *   @MetaProgram(mainClass = "com.acme.Shop", arguments = {"--port", "0"}, ready = "listens on (\\d+)")
 *   static TestProgram shop;
 *
 *   @Test
 *   void answers() throws Exception {
 *     int port = Integer.parseInt(shop.ready().group(1));
 *     …
 *   }
 * }
 * }
 *
 * <p>Fields and parameters are of type {@link TestProgram} or {@link
 * dev.metaproc.isolation.Program}. The JVM of the tests needs {@code
 * --add-opens=java.base/java.lang=ALL-UNNAMED}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@ExtendWith(MetaProgramExtension.class)
public @interface MetaProgram {
  /** Binary name of the main class; that of {@link #jar} when empty. */
  String mainClass() default "";

  /** A jar to be run instead, relative to the working directory. */
  String jar() default "";

  /**
   * Where the main class and what it needs are; the class and module path of the tests when empty.
   */
  String[] classPath() default {};

  String[] arguments() default {};

  /** System properties, {@code name=value} each. */
  String[] properties() default {};

  /** Environment variables, {@code NAME=VALUE} each, beside those of the tests' JVM. */
  String[] environment() default {};

  /** The test waits until the program has printed a line in which this is found; not when empty. */
  String ready() default "";

  /** How long that may take, in seconds. */
  int readySeconds() default 60;

  /** How long the program may take to end when it is asked to, in seconds. */
  int stopSeconds() default 10;
}
