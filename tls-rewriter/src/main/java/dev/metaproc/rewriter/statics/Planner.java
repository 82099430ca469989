package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.statics.ClassInfo.FieldInfo;
import dev.metaproc.rewriter.statics.Statements.Statement;
import dev.metaproc.rewriter.trial.Datum;
import dev.metaproc.rewriter.trial.Trials;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/** Decides, once per class, what becomes of it. Thread-safe. */
final class Planner {
  private final Hierarchy hierarchy;
  private final Trials trials;
  private final Map<String, Plan> plans = new ConcurrentHashMap<>();

  /** Makes the plans: one that sees all classes of the image. */
  private final Planner whole;

  Planner(Hierarchy hierarchy) {
    this.hierarchy = hierarchy;
    this.trials = new Trials(hierarchy::node);
    this.whole = this;
  }

  private Planner(Planner whole, Hierarchy hierarchy) {
    this.hierarchy = hierarchy;
    this.trials = whole.trials;
    this.whole = whole;
  }

  /** For a class that does not see all classes of the image; their plans are the same. */
  Planner seenBy(Predicate<String> isSeen) {
    return new Planner(whole, hierarchy.seenBy(isSeen));
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  /** The plan for the class of that name, or null if it is not of the image. */
  @Nullable Plan find(@Nullable String name) {
    ClassInfo info = hierarchy.find(name);
    return info == null ? null : of(info);
  }

  Plan of(ClassInfo info) {
    Plan known = whole.plans.get(info.name());
    if (known == null) {
      known = whole.make(info);
      whole.plans.putIfAbsent(info.name(), known);
    }
    return known;
  }

  /** Why the class cannot be shared; looks at its code only where there may be a reason. */
  @Nullable String veto(String name) {
    ClassInfo info = hierarchy.find(name);
    if (info == null) {
      return null;
    }
    if (info.isEnum() || plans.containsKey(name)) {
      return of(info).veto();
    }
    ClassNode node = Hazards.mayBeIn(info) ? hierarchy.node(name) : null;
    return node == null ? null : Hazards.in(node);
  }

  /** The plan for the class whose field a use site names, or null if it is not of the image. */
  @Nullable Plan declaring(String owner, MemberKey field) {
    ClassInfo info = hierarchy.declaring(owner, field);
    return info == null ? null : of(info);
  }

  private Plan make(ClassInfo info) {
    List<String> supers = new ArrayList<>();
    addIfTriggered(hierarchy.find(info.superName()), supers);
    hierarchy.interfacesInitializedBefore(info).forEach(i -> addIfTriggered(i, supers));
    boolean inherited = !supers.isEmpty();
    ClassNode node = hierarchy.node(info.name());
    if (node == null) {
      throw new IllegalStateException("the image has lost " + info.name());
    }
    String veto = Hazards.in(node);
    Set<MemberKey> moved = new LinkedHashSet<>();
    for (FieldInfo field : info.fields().values()) {
      if (field.isStatic() && !(field.isFinal() && field.constant() != null)) {
        moved.add(field.key());
      }
    }
    MethodNode initializer = ClassNodes.method(node, ClassInfo.CLASS_INITIALIZER);
    if (initializer == null) {
      return new Plan(info, veto, Set.of(), moved, false, inherited, supers, null);
    }
    try {
      Initializer parts = Initializer.of(info.name(), initializer);
      SharedStatics.Found found =
          new SharedStatics(info, node, parts, trials, hierarchy, this::isInSharedStatic).find();
      List<Statement> shared = SharedStatics.statements(info, found.statics(), parts, hierarchy);
      moved.removeAll(found.statics());
      boolean runs = found.state() != null || parts.doesMoreThan(shared);
      boolean noticed = runs && !trials.of(info.name()).isPure();
      return new Plan(
          info,
          veto == null ? found.veto() : veto,
          found.statics(),
          moved,
          runs,
          inherited || noticed,
          supers,
          found.state());
    } catch (AnalyzerException e) {
      return new Plan(
          info,
          "its class initialiser does not verify: " + e.getMessage(),
          Set.of(),
          moved,
          true,
          true,
          supers,
          null);
    }
  }

  /** The state of the enum that the class is, or is the body of a constant of; or null. */
  @Nullable EnumState enumState(@Nullable ClassInfo info) {
    if (info == null || !hierarchy.isEnumConstant(info.name())) {
      return null;
    }
    ClassInfo declaring = info.isEnum() ? info : hierarchy.find(info.superName());
    EnumState state = declaring == null ? null : of(declaring).state();
    return state != null && state.bodies().contains(info) ? state : null;
  }

  /** The field of enum constants with state that an instruction uses, or null. */
  EnumState.@Nullable StateField stateField(FieldInsnNode use) {
    MemberKey key = new MemberKey(use.name, use.desc);
    ClassInfo declaring = hierarchy.declaring(use.owner, key);
    FieldInfo field = declaring == null ? null : declaring.fields().get(key);
    return field != null && declaring != null && enumState(declaring) != null
        ? new EnumState.StateField(declaring, field)
        : null;
  }

  /** Why a class's initialiser must run where JVMS 5.5 says, as a clause; null if it need not. */
  @Nullable String impurity(ClassInfo info) {
    return trials.of(info.name()).impurity();
  }

  /** Whether the class whose initialiser made it keeps it in a static that programs share. */
  @SuppressWarnings("ReferenceEquality") // it is the object itself that matters
  private boolean isInSharedStatic(Datum.Host value) {
    Plan maker = find(value.maker());
    if (maker == null) {
      return false;
    }
    Map<String, Datum> statics = trials.of(maker.info().name()).statics();
    return maker.shared().stream()
        .anyMatch(key -> statics.get(key.name() + ":" + key.descriptor()) == value);
  }

  private void addIfTriggered(@Nullable ClassInfo info, List<String> supers) {
    if (info != null && of(info).triggered()) {
      supers.add(info.name());
    }
  }
}
