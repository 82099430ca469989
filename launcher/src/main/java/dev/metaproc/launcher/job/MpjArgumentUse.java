package dev.metaproc.launcher.job;

import dev.metaproc.launcher.program.Executable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds out whether a program counts on the three arguments MPJ Express puts in front of the
 * user's.
 *
 * <p>A program that takes its arguments from what {@code MPI.Init} returns runs with and without
 * them. One that was written around them reads {@code args[3]} and never {@code args[0]} to {@code
 * args[2]}: that pattern, in the bytecode of main, is what is looked for. Everything else gets the
 * arguments as the user wrote them.
 */
final class MpjArgumentUse {
  private static final int MPJ_ARGUMENTS = 3;

  private MpjArgumentUse() {}

  static boolean isExpectedBy(Executable program) {
    try {
      return switch (program) {
        case Executable.Jar(Path file) -> isExpectedBy(List.of(file), mainClass(file));
        case Executable.MainClass(List<Path> classPath, String name) ->
            isExpectedBy(classPath, name);
      };
    } catch (IOException | IllegalArgumentException e) {
      return false; // whoever starts the program will say what is wrong with it
    }
  }

  private static String mainClass(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      var manifest = file.getManifest();
      String name = manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
      return name == null ? "" : name.trim();
    }
  }

  private static boolean isExpectedBy(List<Path> classPath, String name) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : classPath) {
      urls.add(entry.toUri().toURL());
    }
    try (URLClassLoader files = new URLClassLoader(urls.toArray(URL[]::new), null);
        InputStream in = files.getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in != null && isExpectedBy(ClassFile.of().parse(in.readAllBytes()));
    }
  }

  private static boolean isExpectedBy(ClassModel type) {
    if (!usesMpi(type)) {
      return false;
    }
    List<Integer> indexes =
        type.methods().stream()
            .filter(method -> method.methodName().equalsString("main"))
            .flatMap(method -> argumentIndexes(method).stream())
            .toList();
    return !indexes.isEmpty() && indexes.stream().allMatch(index -> index >= MPJ_ARGUMENTS);
  }

  private static boolean usesMpi(ClassModel type) {
    for (PoolEntry entry : type.constantPool()) {
      if (entry instanceof ClassEntry used && used.asInternalName().equals("mpi/MPI")) {
        return true;
      }
    }
    return false;
  }

  /** The constants that main's first parameter is indexed with. */
  private static List<Integer> argumentIndexes(MethodModel main) {
    List<Instruction> code = main.code().stream().flatMap(MpjArgumentUse::instructions).toList();
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i + 2 < code.size(); i++) {
      if (code.get(i) instanceof LoadInstruction load
          && load.slot() == 0
          && code.get(i + 1) instanceof ConstantInstruction constant
          && constant.constantValue() instanceof Integer index
          && code.get(i + 2).opcode() == Opcode.AALOAD) {
        indexes.add(index);
      }
    }
    return indexes;
  }

  private static Stream<Instruction> instructions(CodeModel code) {
    List<CodeElement> elements = code.elementList();
    return elements.stream().filter(Instruction.class::isInstance).map(Instruction.class::cast);
  }
}
