package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;

import dev.metaproc.rewriter.ChangedClass;
import dev.metaproc.rewriter.statics.Statements.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/** One class on its way from the image to the loader. */
final class ClassRewriting {
  private final Planner planner;
  private final @Nullable Plan plan;
  private final boolean late;
  private final byte[] original;
  private final ClassNode node;
  private final Accesses accesses;
  private final Monitors monitors;
  private final Set<MethodNode> entries = new HashSet<>();

  /**
   * @param plan for the class, or null if it is none of the image: its own statics stay
   */
  ClassRewriting(Planner planner, @Nullable Plan plan, byte[] classFile) {
    this(planner, plan, false, classFile, Hierarchy.node(classFile, 0));
  }

  ClassRewriting(Planner planner, Plan plan, ClassNode node) {
    this(planner, plan, false, new byte[0], node);
  }

  private ClassRewriting(
      Planner planner, @Nullable Plan plan, boolean late, byte[] original, ClassNode node) {
    this.planner = planner;
    this.late = late;
    this.plan = plan;
    this.original = original;
    this.node = node;
    this.accesses = new Accesses(planner, node, this::mustTrigger, late);
    this.monitors = new Monitors(node.name, isEnum(planner, plan));
  }

  /** For a class of a loader that need not take the image's classes from here. */
  static ClassRewriting late(Planner planner, byte[] classFile) {
    return new ClassRewriting(planner, null, true, classFile, Hierarchy.node(classFile, 0));
  }

  private static boolean isEnum(Planner planner, @Nullable Plan plan) {
    return plan != null && planner.hierarchy().isSubclass(plan.info(), "java/lang/Enum");
  }

  /** Code of a class runs only when the class and its superclasses are initialised, or begun. */
  private boolean mustTrigger(String other) {
    Plan target = planner.find(other);
    return target != null
        && target.triggered()
        && (plan == null || !planner.hierarchy().isSubclass(plan.info(), other));
  }

  /** What the class of a lambda initialises, if something of it must be triggered. */
  private List<String> initializedBy(String functionalInterface) {
    return planner.hierarchy().initializedByImplementing(functionalInterface).stream()
        .map(ClassInfo::name)
        .filter(this::mustTrigger)
        .toList();
  }

  /**
   * @param redirections change the class to use what stands for the JDK's, and say whether they did
   */
  byte[] rewritten(Predicate<ClassNode> redirections) {
    boolean changed = plan != null && plan.runs() && splitInitializer(plan);
    changed |= redirect(redirections);
    if (plan != null && plan.triggered()) {
      entries.addAll(Entries.of(planner.hierarchy(), node));
    }
    EnumState state = plan == null ? null : planner.enumState(plan.info());
    if (plan != null && state != null) {
      node.methods.addAll(new EnumRewriting(state).members(plan.info(), node));
      changed = true;
    }
    changed |= plan != null && Finalizers.apply(node);
    for (MethodNode method : List.copyOf(node.methods)) {
      changed |= EnumRewriting.replaceFieldUses(planner, node.name, method, late);
      changed |= apply(method);
    }
    if (!changed) {
      return original;
    }
    List<MethodNode> accessors = accesses.accessors();
    node.methods.addAll(accessors);
    SerialVersion.keep(planner.hierarchy(), node, original);
    return ChangedClass.bytes(node, new ClassReader(original));
  }

  private boolean apply(MethodNode method) {
    boolean isInitializer = method.name.equals(Emitted.INITIALIZER);
    boolean changed = accesses.apply(method, isInitializer);
    changed |= Triggers.beforeNew(method, this::mustTrigger, late);
    changed |= Triggers.beforeLambdas(method, this::initializedBy, late);
    changed |= monitors.apply(method);
    if (monitors.isSharedSynchronized(method)) {
      monitors.synchronize(method);
      ChangedClass.allowClassLiterals(node);
      changed = true;
    }
    if (plan == null) {
      LateLinks.replaceMonitors(method);
    }
    if (plan != null && plan.triggered() && entries.contains(method)) {
      Triggers.atEntry(node.name, method);
      changed = true;
    }
    return changed;
  }

  /**
   * Only now that the class initialiser is split, where it was planned to be. What is left in the
   * real one was shown to ask nothing of any program, and to end; whoever runs it runs it for all.
   */
  private boolean redirect(Predicate<ClassNode> redirections) {
    MethodNode real = plan == null ? null : ClassNodes.method(node, ClassInfo.CLASS_INITIALIZER);
    int position = node.methods.indexOf(real);
    node.methods.remove(real);
    boolean changed = redirections.test(node);
    if (real != null) {
      node.methods.add(position, real);
    }
    return changed;
  }

  private boolean splitInitializer(Plan of) {
    MethodNode method = ClassNodes.method(node, ClassInfo.CLASS_INITIALIZER);
    if (method == null) {
      return false;
    }
    int position = node.methods.indexOf(method);
    node.methods.remove(position);
    MethodNode real = parts(of, method).shared();
    if (!of.initializerIsInHolder()) {
      node.methods.add(position, parts(of, method).perProgram());
    }
    if (real != null) {
      node.methods.add(position, real);
    }
    return true;
  }

  /** The program's part of the class initialiser, rewritten, to be a method of the holder. */
  MethodNode programInitializer() {
    MethodNode method = ClassNodes.method(node, ClassInfo.CLASS_INITIALIZER);
    if (plan == null || method == null) {
      throw new IllegalStateException(node.name + " has no class initialiser");
    }
    MethodNode result = parts(plan, method).perProgram();
    apply(result);
    return result;
  }

  private record Parts(@Nullable MethodNode shared, MethodNode perProgram) {}

  private Parts parts(Plan of, MethodNode method) {
    try {
      Initializer initializer = Initializer.of(node.name, method);
      List<Statement> shared =
          SharedStatics.statements(of.info(), of.shared(), initializer, planner.hierarchy());
      EnumState state = of.state();
      List<Statement> both =
          state == null ? List.of() : shared.stream().filter(initializer::makesObject).toList();
      MethodNode perProgram = initializer.perProgram(shared, both);
      MethodNode real = initializer.shared(shared);
      if (state != null && real != null) {
        new EnumRewriting(state).makeBare(real);
        new EnumRewriting(state).initialize(perProgram);
      }
      Frames.insertFirstLocal(perProgram, Emitted.holder(node.name));
      perProgram.access = ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC;
      perProgram.name = Emitted.INITIALIZER;
      perProgram.desc = Emitted.initializerDescriptor(node.name);
      return new Parts(real, perProgram);
    } catch (AnalyzerException e) {
      throw new IllegalStateException("verified before: " + node.name, e);
    }
  }
}
