package dev.metaproc.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StacksTest {
  private static final String DUMP =
      """
      25938
      2026-11-23T18:43:33.869515996Z
      25.0.3+9-LTS

      #3 "main" WAITING 2026-11-23T18:43:33.874679428Z
          at java.base/jdk.internal.misc.Unsafe.park(Native Method)
          - parking to wait for <java.util.concurrent.Future@35ca48fe>
          at app//a.b.C$D.call(C.java:12)
          at Plain.main(Plain.java)
          at lambda.L$$Lambda/0x0000000069109558.accept(Unknown Source)

      #40 "main" virtual RUNNABLE 2026-11-23T18:43:33.878038462Z
          at named/some.module/a.B.<init>(B.kt:1)

      #41 "VirtualThread-unparker" WAITING 2026-11-23T18:43:33.878963685Z
      """;

  @Test
  void framesOfTheJvmsDumpAreThoseOfItsThreads() {
    Map<Long, StackTraceElement[]> stacks = Stacks.read(DUMP.lines().toList());
    assertThat(stacks.get(3L))
        .extracting(StackTraceElement::toString)
        .containsExactly(
            "java.base/jdk.internal.misc.Unsafe.park(Native Method)",
            "app//a.b.C$D.call(C.java:12)",
            "Plain.main(Plain.java)",
            "lambda.L$$Lambda/0x0000000069109558.accept(Unknown Source)");
    assertThat(stacks.get(40L))
        .containsExactly(
            new StackTraceElement("named", "some.module", null, "a.B", "<init>", "B.kt", 1));
    assertThat(stacks.get(41L)).isEmpty();
  }
}
