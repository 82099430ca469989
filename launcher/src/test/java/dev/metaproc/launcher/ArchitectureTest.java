package dev.metaproc.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows of the design, held for all modules: this one is above them and sees them all. */
class ArchitectureTest {
  private static final String LAUNCHER = "dev.metaproc.launcher..";
  private static final Set<String> STREAMS = Set.of("out", "err", "in");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.metaproc", "mpi");

  private static final DescribedPredicate<JavaAccess<?>> STANDARD_STREAMS =
      DescribedPredicate.describe(
          "a standard stream",
          access ->
              access instanceof JavaFieldAccess
                  && access.getTargetOwner().isEquivalentTo(System.class)
                  && STREAMS.contains(access.getTarget().getName()));

  @Test
  void thereIsSomethingToCheck() {
    assertThat(CLASSES.size()).isGreaterThan(100);
    assertThat(CLASSES.containPackage("dev.metaproc.rewriter")).isTrue();
    assertThat(CLASSES.containPackage("dev.metaproc.isolation")).isTrue();
    assertThat(CLASSES.containPackage("dev.metaproc.launcher.stdio")).isTrue();
  }

  @Test
  void modulesDependDownwardsOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("launcher")
        .definedBy(LAUNCHER)
        .layer("mpi")
        .definedBy("mpi..", "dev.metaproc.mpi..")
        .layer("debug")
        .definedBy("dev.metaproc.debug..")
        .layer("isolation")
        .definedBy("dev.metaproc.isolation..", "dev.metaproc.api..")
        .layer("rewriter")
        .definedBy("dev.metaproc.rewriter..")
        .whereLayer("launcher")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("mpi")
        .mayOnlyBeAccessedByLayers("launcher")
        .whereLayer("debug")
        .mayOnlyBeAccessedByLayers("launcher")
        .whereLayer("isolation")
        .mayOnlyBeAccessedByLayers("launcher", "mpi", "debug")
        .whereLayer("rewriter")
        .mayOnlyBeAccessedByLayers("isolation", "launcher") // metaproc rewrite shows what it does
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.metaproc.(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyTheLauncherTouchesTheTerminal() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(LAUNCHER)
            .and()
            .doNotHaveFullyQualifiedName(
                "dev.metaproc.isolation.Delegates") // serves them to programs
            .should()
            .accessTargetWhere(STANDARD_STREAMS));
  }

  @Test
  void theHostDoesNotLogThroughTheJvm() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(
                "dev.metaproc.isolation.jdk.Initials") // makes each program a log manager
            .and()
            .doNotHaveFullyQualifiedName(
                "dev.metaproc.isolation.jdk.SerialFilters") // tells the program, as the JDK does
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.System$Logger"));
  }

  @Test
  void noStaticFieldIsReassigned() {
    check(
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.metaproc..")
            .should()
            .haveModifier(JavaModifier.FINAL)
            .allowEmptyShould(true));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
