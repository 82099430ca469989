package dev.metaproc.rewriter;

/** The table as a page for people: {@code docs/jdk-redirections.md}. */
public final class RedirectionsPage {
  private static final String HEAD =
      """
      # JDK redirections

      Generated from the table in `tls-rewriter` (`JdkTable`): what happens where a program's code
      names one of these members. *replaced*: the call goes to the program's own state. *resolved*:
      the call stays, relative names in its receiver or arguments are first resolved against the
      program's working directory, and a `File` or `Path` it returns is made relative again.
      *preceded*: the host looks at the receiver first. *kept*: left alone. Besides these rows, any
      member of `java.*` and `javax.*` that takes a `File` or a `Path` is *resolved*.

      Code of the JDK itself is not rewritten: what it writes to `System.out` and `System.err`
      reaches the right program through a delegate, the other rows hold for calls a program's own
      classes make (method references included, reflection not yet).

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
    return page.toString();
  }

  private static String verb(Redirection row) {
    return switch (row) {
      case Redirection.Replace replace -> "replaced";
      case Redirection.Resolve resolve -> "resolved";
      case Redirection.Before before -> "preceded";
      case Redirection.Keep keep -> "kept";
    };
  }
}
