package dev.metaproc.rewriter;

import java.util.ArrayList;
import java.util.List;

/** Numbers the static fields of the JDK that are per program; one that two classes use has one. */
public final class JdkSlots {
  private static final List<JdkPatch.StaticField> FIELDS = fields();

  private JdkSlots() {}

  private static List<JdkPatch.StaticField> fields() {
    List<JdkPatch.StaticField> fields = new ArrayList<>();
    for (JdkClass row : JdkClassTable.ROWS) {
      for (JdkPatch patch : row.patches()) {
        if (patch instanceof JdkPatch.StaticField field && indexOf(fields, field.member()) < 0) {
          fields.add(field);
        }
      }
    }
    return List.copyOf(fields);
  }

  private static int indexOf(List<JdkPatch.StaticField> fields, Member member) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).member().equals(member)) {
        return i;
      }
    }
    return -1;
  }

  /** The fields in the order of their numbers. */
  public static List<JdkPatch.StaticField> all() {
    return FIELDS;
  }

  static int of(JdkPatch.StaticField field) {
    return indexOf(FIELDS, field.member());
  }

  /**
   * The number of a field.
   *
   * @throws IllegalArgumentException if it is in no row
   */
  public static int of(String owner, String name) {
    for (int i = 0; i < FIELDS.size(); i++) {
      Member member = FIELDS.get(i).member();
      if (member.owner().equals(owner) && member.name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(owner + "." + name + " is in no row of the table");
  }
}
