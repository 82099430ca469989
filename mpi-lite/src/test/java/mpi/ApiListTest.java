package mpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the package with the public members of MPJ Express and of Open MPI's Java bindings,
 * member by member: name, parameters, type, and the value of what compilers inline. What is missing
 * on purpose is listed in docs/mpi-absent.md.
 */
class ApiListTest {
  private static final Path ABSENT = Path.of("..", "docs", "mpi-absent.md");

  /** One line of a list: class, kind, modifiers, name with parameters, type, throws, value. */
  private record Member(
      String owner, String kind, String modifiers, String name, String type, String value) {
    static Member of(String line) {
      String[] columns = Arrays.copyOf(line.split("\t", -1), 7);
      return new Member(
          columns[0],
          columns[1],
          String.valueOf(columns[2]),
          String.valueOf(columns[3]),
          String.valueOf(columns[4]),
          columns[6] == null ? "" : columns[6]);
    }

    String title() {
      return kind.equals("class") ? owner : owner + "." + name + ":" + type;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-mpj.txt", "api-openmpi.txt", "api-openmpi41.txt"})
  void everyMemberIsThereOrListedAsAbsent(String list) throws Exception {
    Set<String> absent = absent();
    List<Member> members = members(list);
    assertThat(members).as("members in %s", list).hasSizeGreaterThan(600);
    List<String> missing = new ArrayList<>();
    for (Member each : members) {
      boolean excused = absent.contains(each.owner()) || absent.contains(each.title());
      if (!excused && !isThere(each)) {
        missing.add(each.title());
      }
    }
    assertThat(missing).as("missing, compared with %s", list).isEmpty();
  }

  @Test
  void nothingIsListedAsAbsentThatIsThere() throws Exception {
    Set<String> known = new HashSet<>();
    Set<String> present = new HashSet<>();
    for (String list : List.of("api-mpj.txt", "api-openmpi.txt", "api-openmpi41.txt")) {
      for (Member each : members(list)) {
        known.add(each.title());
        known.add(each.owner());
        if (isThere(each)) {
          present.add(each.title());
        }
      }
    }
    assertThat(absent()).isSubsetOf(known).doesNotContainAnyElementsOf(present);
  }

  private static boolean isThere(Member member) throws Exception {
    Class<?> owner;
    try {
      owner = Class.forName(member.owner(), false, ApiListTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return false;
    }
    return switch (member.kind()) {
      case "class" -> Modifier.isPublic(owner.getModifiers());
      case "ctor" -> hasConstructor(owner, member);
      case "field" -> hasField(owner, member);
      default -> hasMethod(owner, member);
    };
  }

  private static boolean hasConstructor(Class<?> owner, Member member) {
    for (Constructor<?> each : owner.getDeclaredConstructors()) {
      String name = "<init>" + parameters(each.getParameterTypes());
      if (isVisible(each.getModifiers(), member) && name.equals(member.name())) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasField(Class<?> owner, Member member) throws Exception {
    for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(member.name())
            && field.getType().getTypeName().equals(member.type())
            && isVisible(field.getModifiers(), member)) {
          return hasValue(field, member.value());
        }
      }
    }
    return false;
  }

  /** A value in the list was inlined into the classes of programs, so ours must be the same. */
  private static boolean hasValue(Field field, String value) throws Exception {
    if (!value.startsWith("=")) {
      return true;
    }
    String own = constant(field);
    return own.equals(value.substring(1).replace("true", "1").replace("false", "0"));
  }

  private static String constant(Field field) throws Exception {
    try (InputStream stream =
        Objects.requireNonNull(
            field
                .getDeclaringClass()
                .getResourceAsStream(
                    "/" + field.getDeclaringClass().getName().replace('.', '/') + ".class"))) {
      return java.lang.classfile.ClassFile.of().parse(stream.readAllBytes()).fields().stream()
          .filter(each -> each.fieldName().equalsString(field.getName()))
          .flatMap(
              each -> each.findAttribute(java.lang.classfile.Attributes.constantValue()).stream())
          .map(each -> String.valueOf(each.constant().constantValue()))
          .findFirst()
          .orElse("not a constant");
    }
  }

  private static boolean hasMethod(Class<?> owner, Member member) {
    for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        String name = method.getName() + parameters(method.getParameterTypes());
        if (name.equals(member.name())
            && method.getReturnType().getTypeName().equals(member.type())
            && isVisible(method.getModifiers(), member)
            && isStatic(method.getModifiers()) == member.modifiers().contains("static")) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isVisible(int modifiers, Member member) {
    return Modifier.isPublic(modifiers)
        || (Modifier.isProtected(modifiers) && member.modifiers().contains("protected"));
  }

  private static boolean isStatic(int modifiers) {
    return Modifier.isStatic(modifiers);
  }

  private static String parameters(Class<?>[] types) {
    return Stream.of(types).map(Class::getTypeName).collect(Collectors.joining(",", "(", ")"));
  }

  private static List<Member> members(String list) {
    try (InputStream stream =
        Objects.requireNonNull(ApiListTest.class.getResourceAsStream(list), list)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .map(Member::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the page that are a member's or class' name in backquotes behind a dash. */
  private static Set<String> absent() throws IOException {
    return Files.readAllLines(ABSENT).stream()
        .filter(line -> line.startsWith("- `"))
        .map(line -> line.substring(3, line.lastIndexOf('`')))
        .collect(Collectors.toSet());
  }
}
