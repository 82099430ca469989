package dev.metaproc.rewriter;

import java.util.StringJoiner;

/** The table as a page for people: {@code docs/jdk-redirections.md}. */
public final class RedirectionsPage {
  private static final String HEAD =
      """
      # JDK redirections

      Generated from the table in `tls-rewriter` (`JdkTable`): what happens where a program's code
      names one of these members. *replaced*: the call goes to the program's own state. *resolved*:
      the call stays, relative names in its receiver or arguments are first resolved against the
      program's working directory, and a `File` or `Path` it returns is made relative again.
      *preceded*: the host looks at the receiver first. *followed*: a call by reflection does what
      the row of the member it names says. *kept*: left alone. Besides these rows, any member of
      `java.*`, `javax.*` and `jdk.jfr` that takes a `File` or a `Path` is *resolved*.

      The rows hold for calls that a program's own classes make, method references included. Code
      of the JDK itself is not rewritten: where it reads `System.out`, `err`, `in` or the system
      properties it finds delegates of the host that know the program of the calling thread. What
      neither reaches is changed inside the JDK, see below.

      | member | what happens | the program sees |
      |---|---|---|
      """;

  private static final String RESOURCES =
      """

      ## What a program can have open

      From `ResourceTable`: the host is shown what these members return, and closes it when the
      program ends. A kernel would close the rest, too; what is not named here is closed when the
      collector finds that nothing refers to it any more, soon after the program's end.

      | member | when the program ends |
      |---|---|
      """;

  private static final String INSIDE =
      """

      ## Inside the JDK

      State that code of the JDK itself reads (`JdkClassTable`). A class below is redefined, through
      JVMTI and without an agent, when the first program *needs* it: names one of these members,
      begins with the property, or has the resource. Until then it costs nothing. On threads of no
      program the class behaves as before. What is *begun by the host* is left as it is, but initialised
      before any program does that. Where a class of another JDK does not have exactly the
      expected uses of a field, the program is refused.

      | member | the program sees | changed in | because | needed by |
      |---|---|---|---|---|
      """;

  private RedirectionsPage() {}

  /** The whole page, in Markdown. */
  public static String of(Redirections table) {
    StringBuilder page = new StringBuilder(HEAD);
    for (Redirection row : table.rows()) {
      page.append("| `").append(row.member().readable()).append("` | ");
      page.append(verb(row)).append(" | ").append(row.effect()).append(" |\n");
    }
    page.append(RESOURCES);
    for (Resource row : ResourceTable.ROWS) {
      page.append("| `").append(new Member(row.owner(), row.name(), "").readable());
      page.append("` | ").append(row.closed()).append(" |\n");
    }
    page.append(INSIDE);
    for (JdkClass row : JdkClassTable.ROWS) {
      for (JdkPatch patch : row.patches()) {
        page.append("| `").append(patch.member().readable()).append("` | ");
        page.append(patch.effect()).append(" | `").append(simple(row.name())).append("` | ");
        page.append(row.why()).append(" | ").append(needs(row)).append(" |\n");
      }
    }
    return page.toString();
  }

  private static String needs(JdkClass row) {
    StringJoiner needs = new StringJoiner("`, `", "`", "`");
    for (String need : row.needs()) {
      needs.add(need.startsWith("META-INF/") ? need : simple(need));
    }
    return needs.toString();
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String verb(Redirection row) {
    return switch (row) {
      case Redirection.Replace replace -> "replaced";
      case Redirection.Resolve resolve -> "resolved";
      case Redirection.Before before -> "preceded";
      case Redirection.Reflect reflect -> "followed";
      case Redirection.Keep keep -> "kept";
    };
  }
}
