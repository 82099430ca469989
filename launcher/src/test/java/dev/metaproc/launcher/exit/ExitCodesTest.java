package dev.metaproc.launcher.exit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.launcher.exit.LaunchException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesTest {
  @ParameterizedTest
  @CsvSource({"USAGE,2", "HOST,125", "NOT_RUNNABLE,126", "NOT_FOUND,127"})
  void everyKindOfFailureHasACode(Kind kind, int code) {
    LaunchException failure = new LaunchException(kind, "");
    assertThat(ExitCodes.of(failure)).isEqualTo(code);
    assertThat(ExitCodes.of(new JobEnd.Failed(failure))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,3", "255,255", "256,1", "257,1", "512,1", "-1,255", "-256,1", "300,44"})
  void aFailingRankNeverLooksLikeSuccess(int code, int seen) {
    assertThat(ExitCodes.of(new JobEnd.RankExited(0, code))).isEqualTo(seen);
    assertThat(ExitCodes.of(new JobEnd.Aborted(0, code))).isEqualTo(seen);
  }

  @Test
  void anUncaughtExceptionIsOne() {
    assertThat(ExitCodes.of(new JobEnd.RankThrew(0, 0))).isEqualTo(1);
    assertThat(ExitCodes.of(new JobEnd.RankThrew(0, 1))).isEqualTo(1);
  }

  @Test
  void whatEndsTheJobHasItsShellCode() {
    assertThat(ExitCodes.of(new JobEnd.Completed())).isEqualTo(0);
    assertThat(ExitCodes.of(new JobEnd.TimedOut())).isEqualTo(124);
    assertThat(ExitCodes.of(new JobEnd.Interrupted())).isEqualTo(130);
    assertThat(ExitCodes.of(new JobEnd.Terminated())).isEqualTo(143);
  }
}
