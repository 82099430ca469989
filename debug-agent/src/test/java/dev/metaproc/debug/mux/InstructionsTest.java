package dev.metaproc.debug.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the JDK's own reading of class files, byte by byte. */
class InstructionsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        String.class, // lookupswitch
        java.util.regex.Pattern.class, // tableswitch, wide
        java.util.concurrent.ConcurrentHashMap.class,
        java.math.BigInteger.class, // multianewarray
        ClassFile.class
      })
  void instructionsBeginWhereTheJdkSaysSo(Class<?> type) throws IOException {
    int indices = 0;
    for (MethodModel method : ClassFile.of().parse(bytes(type)).methods()) {
      CodeAttribute code = method.findAttribute(java.lang.classfile.Attributes.code()).orElse(null);
      if (code != null) {
        Set<Integer> begins = begins(code);
        byte[] array = code.codeArray();
        for (int index = -1; index <= array.length; index++) {
          assertThat(Instructions.beginAt(index, array))
              .as(method.methodName() + " " + index)
              .isEqualTo(begins.contains(index));
          indices++;
        }
      }
    }
    assertThat(indices).isPositive();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static Set<Integer> begins(CodeAttribute code) {
    Set<Integer> begins = new HashSet<>();
    int at = 0;
    for (var element : code) {
      if (element instanceof Instruction instruction) {
        begins.add(at);
        at += instruction.sizeInBytes();
      }
    }
    return begins;
  }
}
