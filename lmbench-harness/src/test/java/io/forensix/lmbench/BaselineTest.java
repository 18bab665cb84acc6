// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a run, and how another one compares with it. */
class BaselineTest {
  private static final List<Benchmark> BENCHMARKS =
      Benchmark.read(
          List.of("time\tus\t10\tgate\tcommand\t(.*)", "rate\tMB/s\t10\twhole\tcommand\t(.*)"));
  private static final Benchmark TIME = BENCHMARKS.get(0);
  private static final Benchmark RATE = BENCHMARKS.get(1);
  private static final Map<String, String> MACHINE =
      Map.of("clock", "instruction clock", "kernel", "6.1.0-9", "cpus", "1", "lmbench", "ENOUGH=1");

  private static Report report(Map<String, String> machine, double time, double rate) {
    return new Report(
        machine,
        BENCHMARKS,
        List.of(Setting.RECORDING),
        Map.of(Setting.RECORDING, Map.of(TIME, Outcome.figure(time), RATE, Outcome.figure(rate))));
  }

  private static final Baseline KEPT = Baseline.of(report(MACHINE, 2, 100), Map.of());

  private static List<Boolean> regressions(double time, double rate) {
    return KEPT.compare(report(MACHINE, time, rate)).stream()
        .map(Baseline.Comparison::regression)
        .toList();
  }

  @Test
  void whatWasWrittenIsRead() {
    Baseline read = Baseline.read(KEPT.lines());
    assertThat(read.entries()).isEqualTo(KEPT.entries());
    assertThat(read.environment()).isEqualTo(MACHINE);
    assertThat(KEPT.lines())
        .contains("time\trecording\t2.0000\t1", "rate\trecording\t100.0000\t15");
  }

  @Test
  void aTimeIsWorseWhenItGrowsAndARateWhenItFalls() {
    assertThat(regressions(2, 100)).containsExactly(false, false);
    assertThat(regressions(2.019, 87)).containsExactly(false, false);
    assertThat(regressions(2.021, 100)).containsExactly(true, false);
    assertThat(regressions(1, 86)).containsExactly(false, true);
    assertThat(regressions(1, 1000)).containsExactly(false, false);
    assertThat(KEPT.compare(report(MACHINE, 3, 100)).getFirst())
        .hasToString(
            "time, recording: 3.0000, was 2.0000: 50.0 % worse, of 1.0 % that are let pass");
  }

  @Test
  void tolerancesThatWereThereStay() {
    Baseline.Key key = new Baseline.Key("time", Setting.RECORDING);
    Baseline.Key other = new Baseline.Key("gone", Setting.LOADED);
    Map<Baseline.Key, Baseline.Entry> before =
        Map.of(key, new Baseline.Entry(9, 7.5), other, new Baseline.Entry(1, 2));
    Baseline kept = Baseline.of(report(MACHINE, 2, 100), before);
    assertThat(kept.entries())
        .containsEntry(key, new Baseline.Entry(2, 7.5))
        .containsEntry(other, new Baseline.Entry(1, 2));
  }

  @Test
  void figuresOfAnotherMachineAreNotCompared() {
    Map<String, String> other =
        Map.of("clock", "wall clock", "kernel", "6.1", "cpus", "2", "lmbench", "ENOUGH=1");
    assertThat(KEPT.different(report(other, 2, 100)))
        .containsExactly("clock is wall clock, was instruction clock", "cpus is 2, was 1");
    Map<String, String> next = new HashMap<>(MACHINE);
    next.put("kernel", "6.1.0-10");
    assertThat(KEPT.different(report(next, 2, 100))).isEmpty();
    next.put("kernel", "6.12.1");
    assertThat(KEPT.different(report(next, 2, 100))).containsExactly("kernel is 6.12, was 6.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time",
        "time\trecording",
        "time\trecording\t1",
        "time\tnone\t1\t1",
        "time\trecording\tx\t1",
        "time\trecording\t0\t1",
        "time\trecording\tNaN\t1",
        "time\trecording\t1\t-1",
      })
  void aLineThatIsWrongIsRefusedWithItsNumber(String line) {
    assertThatThrownBy(() -> Baseline.read(List.of("# clock\twall", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2: ");
  }
}
