package dev.metaproc.rewriter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/** Finds out which classes of the JDK a program needs changed. Immutable. */
public final class JdkNeeds {
  private static final String RESOURCE = "META-INF/";
  private static final int FIELD_REF = 9;
  private static final int METHOD_REF = 10;
  private static final int INTERFACE_METHOD_REF = 11;
  private static final JdkNeeds TABLE = new JdkNeeds(JdkClassTable.ROWS);

  /** Rows by owner, then by name; both may be {@code *}. */
  private final Map<String, Map<String, Set<JdkClass>>> byMember = new HashMap<>();

  private final Map<String, Set<JdkClass>> byOther = new HashMap<>();

  private JdkNeeds(List<JdkClass> rows) {
    for (JdkClass row : rows) {
      for (String need : row.needs()) {
        if (need.startsWith("-D") || need.startsWith(RESOURCE)) {
          byOther.computeIfAbsent(need, key -> new HashSet<>()).add(row);
        } else {
          int dot = need.lastIndexOf('.');
          byMember
              .computeIfAbsent(need.substring(0, dot), key -> new HashMap<>())
              .computeIfAbsent(need.substring(dot + 1), key -> new HashSet<>())
              .add(row);
        }
      }
    }
  }

  /** Those of the table. */
  public static JdkNeeds table() {
    return TABLE;
  }

  /**
   * What the members need that a class file, rewritten or not, refers to. What is no class file
   * needs nothing.
   */
  public Set<JdkClass> of(byte[] classFile) {
    Set<JdkClass> needed = new HashSet<>();
    try {
      ClassReader reader = new ClassReader(classFile);
      char[] buffer = new char[reader.getMaxStringLength()];
      for (int i = 1; i < reader.getItemCount(); i++) {
        int item = reader.getItem(i);
        if (item > 0 && isMember(reader.readByte(item - 1))) {
          int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
          member(reader.readClass(item, buffer), reader.readUTF8(nameAndType, buffer), needed);
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Set.of(); // the JVM's error says it best
    }
    return needed.isEmpty() ? Set.of() : Set.copyOf(needed);
  }

  /** JVMS 4.4: the tags of fields, methods and methods of interfaces. */
  private static boolean isMember(int tag) {
    return tag == FIELD_REF || tag == METHOD_REF || tag == INTERFACE_METHOD_REF;
  }

  /** What a call of that member needs, by reflection for example. */
  public Set<JdkClass> ofMember(String owner, String name) {
    Set<JdkClass> needed = new HashSet<>();
    member(owner, name, needed);
    return needed;
  }

  private void member(String owner, String name, Set<JdkClass> into) {
    Map<String, Set<JdkClass>> ofOwner = byMember.get(owner);
    if (ofOwner != null) {
      into.addAll(ofOwner.getOrDefault(name, Set.of()));
      into.addAll(ofOwner.getOrDefault("*", Set.of()));
    }
    into.addAll(byMember.getOrDefault("*", Map.of()).getOrDefault(name, Set.of()));
  }

  /** What a program that sets a system property of that name needs. */
  public Set<JdkClass> ofProperty(String key) {
    return byOther.getOrDefault("-D" + key, Set.of());
  }

  /** Resources of a program that make something needed. */
  public Map<String, Set<JdkClass>> resources() {
    Map<String, Set<JdkClass>> resources = new HashMap<>();
    byOther.forEach(
        (need, rows) -> {
          if (need.startsWith(RESOURCE)) {
            resources.put(need, rows);
          }
        });
    return resources;
  }
}
