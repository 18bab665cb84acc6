// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.lmbench.Outcome.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What guest/setting writes is read as far as it came, whatever it holds. */
class GuestResultsTest {
  private static final List<Benchmark> BOTH =
      Benchmark.read(
          List.of(
              "one\tus\t10\tgate\tlat_syscall null\tSimple syscall: ([0-9.]+) microseconds",
              "two\tus\t20\tgate\tlat_syscall read\tSimple read: ([0-9.]+) microseconds"));
  private static final Benchmark ONE = BOTH.get(0);
  private static final Benchmark TWO = BOTH.get(1);
  private static final String WHOLE =
      """
      env\tkernel\t6.1.0-56-amd64
      env\tlmbench\tENOUGH=10000 LOOP_O=0 TIMING_O=0\s
      begin\tone
      counter\tone\tthrottled\t3
      counter\tone\tlost\t0
      counter\tone\treader_exit\t0
      output\tone\tSimple syscall: 0.7852 microseconds
      end\tone\t0
      begin\ttwo
      output\ttwo\tSimple read: 1.5000 microseconds
      end\ttwo\t0
      done
      """;

  @Test
  void readsAll() {
    GuestResults results = GuestResults.read(WHOLE, BOTH);
    assertThat(results.environment())
        .containsEntry("kernel", "6.1.0-56-amd64")
        .containsEntry("lmbench", "ENOUGH=10000 LOOP_O=0 TIMING_O=0");
    assertThat(results.outcomes().get(ONE))
        .isEqualTo(Outcome.figure(0.7852).noted("throttled=3 lost=0 reader_exit=0"));
    assertThat(results.outcomes().get(TWO)).isEqualTo(Outcome.figure(1.5));
    assertThat(results.running()).isEmpty();
    assertThat(results.done()).isTrue();
  }

  @Test
  void whereverItBreaksOffNothingIsMadeUp() {
    for (int length = 0; length < WHOLE.length(); length++) {
      GuestResults results = GuestResults.read(WHOLE.substring(0, length), BOTH);
      assertThat(results.done()).isFalse();
      results
          .outcomes()
          .forEach((benchmark, outcome) ->
              assertThat(outcome.value()).isEqualTo(benchmark == ONE ? 0.7852 : 1.5));
      int begun = count(WHOLE.substring(0, length), "begin\t\\w+\n");
      int ended = results.outcomes().size();
      assertThat(results.running().isPresent()).isEqualTo(begun > ended);
    }
  }

  @Test
  void timeThatIsUpIsSaidWithTheLimit() {
    for (String code : List.of("124", "137")) {
      Outcome outcome = outcome("begin\tone\nend\tone\t" + code + "\n");
      assertThat(outcome.kind()).isEqualTo(Kind.NOT_ENDED);
      assertThat(outcome.detail()).isEqualTo("not within 10 s");
    }
  }

  @Test
  void aFigureBesideAFailureIsNone() {
    Outcome outcome =
        outcome("begin\tone\noutput\tone\tSimple syscall: 1.0 microseconds\nend\tone\t1\n");
    assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
    assertThat(outcome.detail()).isEqualTo("exit code 1: Simple syscall: 1.0 microseconds");
  }

  @Test
  void aFigureIsVoidWhenRecordsWereLostOrTheReaderFailed() {
    String output = "output\tone\tSimple syscall: 1.0 microseconds\nend\tone\t0\n";
    assertThat(outcome("begin\tone\ncounter\tone\tlost\t7\n" + output))
        .isEqualTo(Outcome.none(Kind.VOID, "7 records were lost"));
    assertThat(outcome("begin\tone\ncounter\tone\treader_exit\t1\n" + output))
        .isEqualTo(Outcome.none(Kind.VOID, "the reader ended with 1"));
    assertThat(outcome("begin\tone\ncounter\tone\tlost\t\n" + output).kind()).isEqualTo(Kind.VOID);
  }

  @Test
  void whatABenchmarkPrintsIsNotTakenForTheFrame() {
    GuestResults results =
        GuestResults.read(
            "begin\tone\noutput\tone\tend\tone\t0\noutput\tone\tdone\nend\tone\t0\n", BOTH);
    assertThat(results.outcomes().get(ONE).kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(results.done()).isFalse();
  }

  @Test
  void linesOfOthersArePassedOver() {
    GuestResults results =
        GuestResults.read(
            "end\tone\t0\nbegin\tthree\nend\tthree\t0\nbegin\nenv\nenv\tx\nbegin\tone\n"
                + "output\ttwo\tSimple syscall: 9.0 microseconds\nend\ttwo\t0\nend\tone\n",
            BOTH);
    assertThat(results.outcomes()).isEmpty();
    assertThat(results.environment()).isEmpty();
    assertThat(results.running()).contains(ONE);
  }

  @Test
  void noiseIsNoFigure() {
    Random random = new Random(42);
    String alphabet = "\t\n\0\u001b begin end output counter done one two env 0 1 . \ud83d\ude00";
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      GuestResults.read(text.toString(), BOTH)
          .outcomes()
          .values()
          .forEach(outcome -> assertThat(outcome.figure()).isEmpty());
    }
  }

  private static Outcome outcome(String text) {
    return GuestResults.read(text, BOTH)
        .outcomes()
        .getOrDefault(ONE, Outcome.none(Kind.NO_GUEST, ""));
  }

  private static int count(String text, String pattern) {
    return (int) java.util.regex.Pattern.compile(pattern).matcher(text).results().count();
  }
}
