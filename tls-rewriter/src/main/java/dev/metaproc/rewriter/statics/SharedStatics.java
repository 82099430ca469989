package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.statics.ClassInfo.FieldInfo;
import dev.metaproc.rewriter.statics.Statements.Statement;
import dev.metaproc.rewriter.trial.Datum;
import dev.metaproc.rewriter.trial.Trials;
import dev.metaproc.rewriter.trial.Trials.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Which statics of a class all programs can share, although its initialiser computes them: final
 * ones whose values never change, computed by statements that use nothing else of the image.
 *
 * <p>The statements run in the real class initialiser, once, for whichever program comes first. So
 * they must not be noticed, which a trial shows, and what they leave must not tell programs apart:
 * numbers, strings and other values of the JDK, unmodifiable lists of them, and private arrays of
 * them that are only ever read.
 */
final class SharedStatics {
  private final ClassInfo info;
  private final ClassNode node;
  private final Initializer initializer;
  private final Trials trials;
  private final Hierarchy hierarchy;
  private final Predicate<Datum.Host> isShared;

  /**
   * @param isShared says of an object of the JDK's that another class's initialiser made whether
   *     all programs have the same one
   */
  SharedStatics(
      ClassInfo info,
      ClassNode node,
      Initializer initializer,
      Trials trials,
      Hierarchy hierarchy,
      Predicate<Datum.Host> isShared) {
    this.info = info;
    this.node = node;
    this.initializer = initializer;
    this.trials = trials;
    this.hierarchy = hierarchy;
    this.isShared = isShared;
  }

  /**
   * What was found.
   *
   * @param veto why the class cannot be shared at all: an enum's constants must be; or null
   * @param state of an enum's constants, if it must be per program
   */
  record Found(Set<MemberKey> statics, @Nullable String veto, @Nullable EnumState state) {}

  /** The statements that only deal with these shared statics. */
  static List<Statement> statements(
      ClassInfo info, Set<MemberKey> shared, Initializer initializer, Hierarchy hierarchy) {
    List<Statement> found = new ArrayList<>();
    Set<MemberKey> constants = EnumConstants.of(info);
    for (Statement statement : initializer.statements()) {
      Set<MemberKey> own = ownStatics(info, initializer, statement);
      boolean only =
          !own.isEmpty()
              && shared.containsAll(own)
              && (constants.containsAll(own)
                  ? assigns(info, initializer, statement)
                  : usesNothingElse(info, initializer, statement, hierarchy));
      if (only) {
        found.add(statement);
      }
    }
    return found;
  }

  /** The statics to share: as many as can be shown to be safe. */
  Found find() {
    Set<MemberKey> constants = EnumConstants.of(info);
    String problem = constants.isEmpty() ? null : problemOf(constants);
    if (problem != null) {
      List<Statement> makers = statements(info, constants, initializer, hierarchy);
      EnumState state = EnumState.of(hierarchy, info, initializer, makers);
      return new Found(constants, state == null ? problem : null, state);
    }
    Set<MemberKey> candidates = new LinkedHashSet<>();
    for (FieldInfo field : info.fields().values()) {
      if (field.isStatic() && field.isFinal() && field.constant() == null) {
        candidates.add(field.key());
      }
    }
    return new Found(narrowed(candidates, constants), null, null);
  }

  private @Nullable String problemOf(Set<MemberKey> constants) {
    List<Statement> statements = statements(info, constants, initializer, hierarchy);
    MethodNode code = initializer.shared(statements);
    for (MemberKey key : constants) {
      if (code == null || !isAssignedIn(key, statements)) {
        return "enum constant " + key.name() + " is not made by a statement of its own";
      }
    }
    return code == null
        ? null
        : EnumConstants.problem(hierarchy, info, constants, trials.of(info.name(), code), isShared);
  }

  private Set<MemberKey> narrowed(Set<MemberKey> all, Set<MemberKey> constants) {
    Set<MemberKey> candidates = all;
    while (!candidates.isEmpty()) {
      List<Statement> statements = statements(info, candidates, initializer, hierarchy);
      Tried tried = trial(statements);
      Set<MemberKey> safe = new LinkedHashSet<>();
      for (MemberKey key : candidates) {
        if (constants.contains(key) || (tried != null && isSafe(key, tried, statements))) {
          safe.add(key);
        }
      }
      if (safe.size() == candidates.size()) {
        return candidates;
      }
      candidates = safe;
    }
    return Set.of();
  }

  /** One impure statement must not spoil the others: they are tried one after the other then. */
  private @Nullable Tried trial(List<Statement> statements) {
    MethodNode all = initializer.shared(statements);
    if (all == null) {
      return null;
    }
    Outcome outcome = trials.of(info.name(), all);
    if (outcome.isPure() || statements.size() > 100) {
      return outcome.isPure() ? new Tried(outcome, statements) : null;
    }
    List<Statement> pure = new ArrayList<>();
    Outcome last = null;
    for (Statement statement : statements) {
      pure.add(statement);
      MethodNode code = initializer.shared(pure);
      Outcome next = code == null ? outcome : trials.of(info.name(), code);
      if (next.isPure()) {
        last = next;
      } else {
        pure.removeLast();
      }
    }
    return last == null ? null : new Tried(last, pure);
  }

  /** What the pure ones of some statements make of the statics. */
  private record Tried(Outcome outcome, List<Statement> pure) {}

  private boolean isSafe(MemberKey key, Tried tried, List<Statement> statements) {
    List<Statement> pure = tried.pure();
    Datum value = tried.outcome().statics().get(key.name() + ":" + key.descriptor());
    boolean noticed =
        statements.stream()
            .filter(statement -> !pure.contains(statement))
            .anyMatch(statement -> ownStatics(info, initializer, statement).contains(key));
    if (value == null || noticed || !isAssignedIn(key, pure)) {
      return false; // what uses shared statics only runs once, effects included
    }
    if (value instanceof Datum.ArrayDatum array) {
      boolean plain = array.elements().stream().allMatch(SharedStatics::isImmutable);
      return plain && ReadOnlyArrays.isOnlyRead(hierarchy, node, key) && isOnlyIn(key, pure);
    }
    return isImmutable(value)
        || (value instanceof Datum.Instance object && hierarchy.isEnumConstant(object.type()));
  }

  private boolean isAssignedIn(MemberKey key, List<Statement> statements) {
    return statements.stream()
        .flatMap(statement -> initializer.code(statement).stream())
        .anyMatch(insn -> insn.getOpcode() == Opcodes.PUTSTATIC && isOwn(info, insn, key));
  }

  /** An array may be filled by some statements, all of which must be among those. */
  private boolean isOnlyIn(MemberKey key, List<Statement> statements) {
    return initializer.statements().stream()
        .filter(statement -> !statements.contains(statement))
        .noneMatch(statement -> ownStatics(info, initializer, statement).contains(key));
  }

  static boolean isImmutable(Datum value) {
    return switch (value) {
      case Datum.Host host -> host.isImmutable();
      case Datum.Opaque opaque ->
          opaque.contents() != null
              && opaque.contents().stream().allMatch(SharedStatics::isImmutable);
      case Datum.Instance instance -> false;
      case Datum.ArrayDatum array -> false;
      case Datum.Closure closure -> false;
      case Datum.Unknown unknown -> false;
      case Datum.NullDatum nothing -> true;
      case Datum.ClassLiteral literal -> true;
      case Datum.IntDatum number -> true;
      case Datum.LongDatum number -> true;
      case Datum.FloatDatum number -> true;
      case Datum.DoubleDatum number -> true;
    };
  }

  private static Set<MemberKey> ownStatics(
      ClassInfo info, Initializer initializer, Statement statement) {
    Set<MemberKey> own = new HashSet<>();
    for (AbstractInsnNode insn : initializer.code(statement)) {
      if (insn instanceof FieldInsnNode field && isStatic(field)) {
        MemberKey key = new MemberKey(field.name, field.desc);
        if (field.owner.equals(info.name()) && info.fields().containsKey(key)) {
          own.add(key);
        }
      }
    }
    return own;
  }

  /** One that only uses an enum's constants does what it does for each program. */
  private static boolean assigns(ClassInfo info, Initializer initializer, Statement statement) {
    return initializer.code(statement).stream()
        .anyMatch(
            insn ->
                insn.getOpcode() == Opcodes.PUTSTATIC
                    && insn instanceof FieldInsnNode field
                    && field.owner.equals(info.name()));
  }

  private static boolean isOwn(ClassInfo info, AbstractInsnNode insn, MemberKey key) {
    return insn instanceof FieldInsnNode field
        && field.owner.equals(info.name())
        && field.name.equals(key.name())
        && field.desc.equals(key.descriptor());
  }

  private static boolean isStatic(FieldInsnNode field) {
    return field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC;
  }

  /** No code of the image, and no statics but its own: it must not matter for whom this runs. */
  private static boolean usesNothingElse(
      ClassInfo info, Initializer initializer, Statement statement, Hierarchy hierarchy) {
    for (String handled : initializer.handled(statement)) {
      if (!"java/lang/NoSuchFieldError".equals(handled)) {
        return false;
      }
    }
    return initializer.code(statement).stream()
        .allMatch(insn -> usesNothingElse(info, insn, hierarchy));
  }

  private static boolean usesNothingElse(
      ClassInfo info, AbstractInsnNode insn, Hierarchy hierarchy) {
    return switch (insn) {
      case FieldInsnNode field when isStatic(field) ->
          field.owner.equals(info.name()) || isJdk(field.owner) || isEnum(hierarchy, field);
      case MethodInsnNode call ->
          isJdk(call.owner) || call.owner.startsWith("[") || isEnum(hierarchy, call);
      case InvokeDynamicInsnNode dynamic ->
          dynamic.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory");
      case TypeInsnNode type when type.getOpcode() == Opcodes.NEW -> isJdk(type.desc);
      case LdcInsnNode constant -> !(constant.cst instanceof ConstantDynamic);
      default ->
          insn.getOpcode() != Opcodes.ATHROW
              && insn.getOpcode() != Opcodes.MONITORENTER
              && insn.getOpcode() != Opcodes.JSR;
    };
  }

  private static boolean isEnum(Hierarchy hierarchy, FieldInsnNode read) {
    ClassInfo owner = hierarchy.find(read.owner);
    if (owner == null || !owner.isEnum()) {
      return false;
    }
    FieldInfo field = owner.fields().get(new MemberKey(read.name, read.desc));
    return field != null && EnumConstants.isConstant(field);
  }

  private static boolean isEnum(Hierarchy hierarchy, MethodInsnNode call) {
    ClassInfo owner = hierarchy.find(call.owner);
    return owner != null
        && owner.isEnum()
        && (call.name.equals("values") || call.name.equals("ordinal"));
  }

  private static boolean isJdk(String owner) {
    return owner.startsWith("java/");
  }
}
