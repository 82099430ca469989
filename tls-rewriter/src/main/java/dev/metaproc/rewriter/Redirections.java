package dev.metaproc.rewriter;

import dev.metaproc.rewriter.Redirection.Before;
import dev.metaproc.rewriter.Redirection.Keep;
import dev.metaproc.rewriter.Redirection.Resolve;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table of {@link Redirection} rows, found by the member a use site names.
 *
 * <p>An exact row wins. Otherwise one general rule applies: any JDK member that takes a {@code
 * File} or {@code Path} is given it resolved. Immutable.
 */
public final class Redirections {
  private static final Redirection ANY_FILE_OR_PATH =
      new Resolve(new Member("java/*", "*", ""), false, false, "");

  private final List<Redirection> rows;
  private final Map<Member, Redirection> exact = new HashMap<>();
  private final Map<String, Before> inherited = new HashMap<>();

  /**
   * A table of these rows.
   *
   * @throws IllegalArgumentException if two rows are about the same member
   */
  public Redirections(List<Redirection> rows) {
    this.rows = List.copyOf(rows);
    for (Redirection row : this.rows) {
      if (exact.put(row.member(), row) != null) {
        throw new IllegalArgumentException("two rows for " + row.member().readable());
      }
      if (row instanceof Before before) {
        inherited.put(before.member().name() + before.member().descriptor(), before);
      }
    }
  }

  /** The table of this version: {@link JdkTable}. */
  public static Redirections jdk() {
    return new Redirections(JdkTable.ROWS);
  }

  /** All rows, in the order of the table. */
  public List<Redirection> rows() {
    return rows;
  }

  /**
   * Internal names of the JDK's classes that rows name; others may be subject to the general rule.
   */
  public Set<String> owners() {
    Set<String> owners = new HashSet<>();
    rows.forEach(row -> owners.add(row.member().owner()));
    return owners;
  }

  /** The row for the member a use site names, {@link Redirection.Keep} included. */
  public Optional<Redirection> find(String owner, String name, String descriptor) {
    if (!isNamedExactly(owner)) {
      return Optional.ofNullable(inherited.get(name + descriptor));
    }
    Redirection row = exact.get(new Member(owner, name, descriptor));
    if (row != null) {
      return Optional.of(row);
    }
    return isGeneral(owner, name, descriptor) ? Optional.of(ANY_FILE_OR_PATH) : Optional.empty();
  }

  /** A class of the JDK or of the host's API; asked of every call site there is. */
  private static boolean isNamedExactly(String owner) {
    return owner.startsWith("java/")
        || owner.startsWith("javax/")
        || owner.startsWith("jdk/jfr/")
        || owner.startsWith("sun/misc/")
        || owner.startsWith("dev/metaproc/api/");
  }

  private boolean isGeneral(String owner, String name, String descriptor) {
    return descriptor.startsWith("(")
        && Descriptors.takesFileOrPath(descriptor)
        && !(exact.get(new Member(owner, name, "")) instanceof Keep)
        && !(exact.get(new Member(owner, "*", "")) instanceof Keep);
  }
}
