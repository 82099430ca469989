package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.rewriter.Shim;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class HookTableTest {
  /** The shim is generated from names; a hook that is missing must fail here, not in a program. */
  @Test
  void everyMethodTheShimCallsExists() throws Exception {
    ClassModel shim = ClassFile.of().parse(Image.shim());
    int calls = 0;
    for (MethodModel method : shim.methods()) {
      for (var element : method.code().orElseThrow()) {
        if (element instanceof InvokeInstruction call) {
          check(call);
          calls++;
        }
      }
    }
    assertThat(calls).isGreaterThan(60);
    assertThat(shim.thisClass().asInternalName()).isEqualTo(Shim.NAME);
  }

  private static void check(InvokeInstruction call) throws Exception {
    ClassLoader loader = HookTableTest.class.getClassLoader();
    Class<?> owner = Class.forName(call.owner().asInternalName().replace('/', '.'), false, loader);
    MethodType type = MethodType.fromMethodDescriptorString(call.type().stringValue(), loader);
    Method hook = owner.getMethod(call.name().stringValue(), type.parameterArray());
    assertThat(Modifier.isStatic(hook.getModifiers())).as(hook.toString()).isTrue();
    assertThat(hook.getReturnType()).as(hook.toString()).isEqualTo(type.returnType());
  }
}
