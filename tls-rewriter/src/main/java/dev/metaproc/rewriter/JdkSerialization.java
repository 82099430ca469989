package dev.metaproc.rewriter;

import static dev.metaproc.rewriter.JdkClassTable.field;

import dev.metaproc.rewriter.JdkPatch.Argument;
import java.util.List;

/**
 * The rows of {@link JdkClassTable} for the filters of serialisation, which a JVM is given once: a
 * program's would hold for all, or for none.
 */
final class JdkSerialization {
  private static final String FILTER = "java/io/ObjectInputFilter";
  private static final String CONFIG = FILTER + "$Config";
  private static final String LOGGER = "Ljava/lang/System$Logger;";
  private static final String WHY = "it can be set once in a JVM, on the command line or later";
  private static final String OWN = "the program's own";
  static final List<String> NEEDS =
      List.of(
          "-Djdk.serialFilter",
          "-Djdk.serialFilterFactory",
          CONFIG + ".setSerialFilter",
          CONFIG + ".setSerialFilterFactory");

  private JdkSerialization() {}

  static List<JdkClass> rows() {
    String text = "Ljava/lang/String;";
    String factory = "Ljava/util/function/BinaryOperator;";
    String flag = "Ljava/util/concurrent/atomic/AtomicBoolean;";
    String stream = "java/io/ObjectInputStream";
    String described = "java/io/ObjectStreamClass";
    String description = "(Ljava/lang/Class;Z)L" + described + ";";
    return List.of(
        new JdkClass(
            described,
            List.of(
                described + ".*", "java/io/ObjectInputStream.*", "java/io/ObjectOutputStream.*"),
            "it initialises a class the first time that it is read or described in a JVM",
            List.of(
                new Argument(
                    new Member(described, "lookup", description),
                    0,
                    "described",
                    "initialises a shared class for each program"))),
        new JdkClass(
            CONFIG,
            NEEDS,
            WHY,
            List.of(
                field(CONFIG, "serialFilter", "L" + FILTER + ";", 2, 1, "serialFilter", OWN),
                field(CONFIG, "invalidFilterMessage", text, 4, 0, "serialFilterMessage", OWN),
                field(CONFIG, "serialFilterFactory", factory, 5, 1, "serialFactory", OWN),
                field(CONFIG, "invalidFactoryMessage", text, 2, 0, "serialFactoryMessage", OWN),
                field(CONFIG, "configLog", LOGGER, 2, 0, "serialLog", OWN),
                field(CONFIG, "filterFactoryNoReplace", flag, 2, 0, "serialFactoryKept", OWN))),
        new JdkClass(
            stream,
            NEEDS,
            "it asks once in a JVM whether anybody wants to know of filters",
            List.of(
                field(
                    stream + "$Logging",
                    "filterLogger",
                    LOGGER,
                    2,
                    0,
                    "serialLogger",
                    "told to the program's own log"))));
  }
}
