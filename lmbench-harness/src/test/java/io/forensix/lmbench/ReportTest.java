// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table, the file and what is said of figures that are missing. */
class ReportTest {
  private static final List<Benchmark> BENCHMARKS =
      Benchmark.read(
          List.of("one\tus\t10\tgate\tcommand\t(.*)", "two\tMB/sec\t10\tgate\tcommand\t(.*)"));
  private static final Benchmark ONE = BENCHMARKS.get(0);
  private static final Benchmark TWO = BENCHMARKS.get(1);

  private final Report report =
      new Report(
          Map.of("kernel", "6.1"),
          BENCHMARKS,
          List.of(Setting.NO_MODULE, Setting.LOADED, Setting.RECORDING),
          Map.of(
              Setting.NO_MODULE, Map.of(ONE, Outcome.figure(0.5), TWO, Outcome.figure(100)),
              Setting.LOADED, Map.of(ONE, Outcome.figure(0.5), TWO, GuestResults.notEnded(TWO, "")),
              Setting.RECORDING, Map.of(ONE, Outcome.figure(1.25).noted("lost=0"))));

  @Test
  void theTableHasRatiosToTheFirstSetting() {
    assertThat(report.table())
        .containsExactly(
            "benchmark            unit            no module      loaded  ratio   recording  ratio",
            "one                  us                 0.5000      0.5000   1.00      1.2500   2.50",
            "two                  MB/sec           100.0000   not ended      - guest ended      -");
  }

  @Test
  void theFileHasTheEnvironmentAndALineAFigure() {
    assertThat(report.file())
        .containsExactly(
            "# kernel\t6.1",
            "benchmark\tunit\tsetting\tfigure\tratio\tstatus\tdetail",
            "one\tus\tno-module\t0.5000\t1.0000\tok\t",
            "one\tus\tloaded\t0.5000\t1.0000\tok\t",
            "one\tus\trecording\t1.2500\t2.5000\tok\tlost=0",
            "two\tMB/sec\tno-module\t100.0000\t1.0000\tok\t",
            "two\tMB/sec\tloaded\t\t\tnot ended\tnot within 10 s",
            "two\tMB/sec\trecording\t\t\tguest ended\tit was not run");
  }

  @Test
  void eachMissingFigureIsNamed() {
    assertThat(report.missing())
        .containsExactly(
            "two, loaded: not ended: not within 10 s",
            "two, recording: guest ended: it was not run");
  }
}
