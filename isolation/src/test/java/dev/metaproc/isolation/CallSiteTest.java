package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The host's code runs on programs' stacks, whatever is left of them. A call site whose bootstrap
 * method wraps a StackOverflowError is lost for good, to every program, so there are none of those.
 */
class CallSiteTest {
  private static final Set<String> WRAPPING =
      Set.of("java/lang/runtime/SwitchBootstraps", "java/lang/invoke/StringConcatFactory");

  /** Run by threads of the host only. */
  private static final Set<String> OF_THE_HOST =
      Set.of("dev/metaproc/isolation/reclaim/OpenResources");

  @Test
  void noCallSiteIsLostToAllIfAStackEndsInItsLinking() throws Exception {
    List<String> found = new ArrayList<>();
    int read = 0;
    for (Path file : classFiles()) {
      ClassModel type = ClassFile.of().parse(file);
      read++;
      if (!OF_THE_HOST.contains(type.thisClass().asInternalName())) {
        found.addAll(wrapping(type));
      }
    }
    assertThat(read).isGreaterThan(100);
    assertThat(found).isEmpty();
  }

  private static List<String> wrapping(ClassModel type) {
    return type.findAttribute(Attributes.bootstrapMethods()).stream()
        .flatMap(all -> all.bootstrapMethods().stream())
        .map(each -> each.bootstrapMethod().reference().owner().asInternalName())
        .filter(WRAPPING::contains)
        .map(owner -> type.thisClass().asInternalName() + " uses " + owner)
        .toList();
  }

  private static List<Path> classFiles() throws IOException, URISyntaxException {
    Path classes =
        Path.of(MetaProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
