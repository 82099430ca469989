package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.statics.ClassInfo.FieldInfo;
import dev.metaproc.rewriter.statics.Statements.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/** Which statements of a class initialiser assign statics that all programs can share. */
final class SharedStatics {
  private SharedStatics() {}

  static List<Statement> of(ClassInfo info, Initializer initializer) {
    List<Statement> shared = new ArrayList<>();
    for (Map.Entry<Statement, Set<MemberKey>> entry : initializer.assignments().entrySet()) {
      if (entry.getValue().stream().allMatch(key -> isShared(info, key))) {
        shared.add(entry.getKey());
      }
    }
    return shared;
  }

  static Set<MemberKey> fields(Initializer initializer, List<Statement> shared) {
    Set<MemberKey> fields = new LinkedHashSet<>();
    Map<Statement, Set<MemberKey>> assignments = initializer.assignments();
    shared.forEach(statement -> fields.addAll(assignments.getOrDefault(statement, Set.of())));
    return fields;
  }

  private static boolean isShared(ClassInfo info, MemberKey key) {
    FieldInfo field = info.fields().get(key);
    if (field == null || !field.isFinal()) {
      return false;
    }
    return key.name().equals("$assertionsDisabled")
        || (info.isEnum() && (isConstant(field) || isValues(info, field)));
  }

  private static boolean isConstant(FieldInfo field) {
    return (field.access() & Opcodes.ACC_ENUM) != 0;
  }

  private static boolean isValues(ClassInfo info, FieldInfo field) {
    return (field.access() & Opcodes.ACC_SYNTHETIC) != 0
        && field.key().descriptor().equals("[L" + info.name() + ";");
  }
}
