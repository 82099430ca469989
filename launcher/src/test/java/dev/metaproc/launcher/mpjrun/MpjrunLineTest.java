package dev.metaproc.launcher.mpjrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.launcher.exit.LaunchException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MpjrunLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -np 2 Main                            | -np 2 --mpj-args=on java Main
          -np 2 -dev multicore -cp a.jar Main x | -np 2 --mpj-args=on java -cp a.jar Main x
          -Xmx512m -np 4 Main -np 9             | -np 4 --mpj-args=on java -Xmx512m Main -np 9
          -np 2 -jar app.jar -jar x             | -np 2 --mpj-args=on java -jar app.jar -jar x
          Main                                  | -np 8 --mpj-args=on java Main
          -wdir /tmp -Dk=v -np 3 Main           | -wdir /tmp -np 3 --mpj-args=on java -Dk=v Main
          -np 2 -machinesfile m -psl 64 -src M  | -np 2 --mpj-args=on java M
          -h                                    | --help
          """)
  void saysTheSameInMpiexecsWords(String mpjrun, String mpiexec) {
    assertThat(MpjrunLine.toMpiexec(List.of(mpjrun.split(" +")), 8))
        .containsExactly(mpiexec.split(" "));
  }

  @Test
  void anOptionWithoutItsValueIsRefused() {
    assertThatThrownBy(() -> MpjrunLine.toMpiexec(List.of("-np"), 8))
        .isInstanceOf(LaunchException.class)
        .hasMessage("-np: needs a value (mpjrun.sh -np 2 -cp app.jar Main)");
  }
}
