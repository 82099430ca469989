package dev.metaproc.launcher.mpiexec;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.mpiexec.EnvironmentRules.Inherited;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the environment options of all segments into the rules of each: what one segment says of
 * itself goes before what any says of all.
 */
final class EnvironmentParser {
  private final List<EnvironmentArgs> all;

  EnvironmentParser(List<EnvironmentArgs> all) {
    this.all = all;
  }

  EnvironmentRules rules(EnvironmentArgs own) {
    List<String> copied = new ArrayList<>();
    boolean none = own.none;
    none |= list(own.list, copied);
    for (EnvironmentArgs args : all) {
      none |= args.noneForAll && !own.all;
      none |= list(args.listForAll, copied);
    }
    Map<String, String> assigned = new LinkedHashMap<>();
    all.forEach(args -> assign("-genv", args.assignedForAll, assigned));
    assign("-env", own.assigned, assigned);
    own.exported.forEach(export -> export(export, assigned, copied));
    return new EnvironmentRules(none ? Inherited.NONE : Inherited.ALL, copied, assigned);
  }

  private static boolean list(@Nullable String names, List<String> copied) {
    if (names == null) {
      return false;
    }
    copied.addAll(List.of(names.split(",", -1)));
    return true;
  }

  private static void assign(String option, List<String> pairs, Map<String, String> assigned) {
    for (int i = 0; i < pairs.size(); i += 2) {
      assigned.put(name(option, pairs.get(i)), pairs.get(i + 1));
    }
  }

  private static void export(String text, Map<String, String> assigned, List<String> copied) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      copied.add(name("-x", text));
    } else {
      assigned.put(name("-x", text.substring(0, equals)), text.substring(equals + 1));
    }
  }

  private static String name(String option, String name) {
    if (name.isEmpty() || name.contains("=")) {
      throw LaunchException.usage(
          option + " '" + name + "': a variable's name is not empty and has no '=' in it");
    }
    return name;
  }
}
