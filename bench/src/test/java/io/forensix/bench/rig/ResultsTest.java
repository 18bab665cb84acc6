// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From what workloads print to what is said of all rounds. */
class ResultsTest {
  private static final Plan PLAN = new Plan(List.of(Workload.OPEN), 3, 1, 1);

  /** Cells whose operations of 1 s are these, and which are otherwise all well. */
  static List<String> lines(Workload workload, long[]... operationsOfRounds) {
    List<String> lines = new ArrayList<>();
    for (int round = 0; round < operationsOfRounds.length; round++) {
      for (Setting setting : Setting.values()) {
        long n = operationsOfRounds[round][setting.ordinal()];
        long recorded = setting.records() ? 2 * n : setting.filtered() ? 0 : Cell.UNCHECKED;
        lines.add(
            Rig.CELL
                + TabLine.of(
                    new Cell(
                        round + 1,
                        workload,
                        setting,
                        n,
                        1,
                        3 * n,
                        300 * n,
                        4,
                        500_000_000,
                        0,
                        250,
                        2 * n,
                        recorded)));
      }
    }
    lines.add(Rig.DONE);
    return lines;
  }

  private static List<String> good() {
    return lines(
        Workload.OPEN,
        new long[] {1000, 900, 500, 100, 10},
        new long[] {2000, 1000, 400, 50, 10},
        new long[] {900, 900, 300, 90, 9});
  }

  private static Results read(List<String> lines) {
    return Results.read(PLAN, Map.of("date", "today"), lines);
  }

  @Test
  void theMedianIsTheMiddleAndTheSpreadIsShown() {
    assertThat(Statistics.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Statistics(3, 1, 5, 3));
    assertThat(Statistics.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Statistics(3, 1, 8, 4));
    assertThat(Statistics.of(List.of(7.0))).isEqualTo(new Statistics(7, 7, 7, 1));
    assertThatThrownBy(() -> Statistics.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSlowdownIsAgainstTheSameRound() {
    Results results = read(good());
    assertThat(results.faults()).isEmpty();
    List<Summary> summaries = results.summaries();
    assertThat(summaries).extracting(Summary::setting).containsExactly(Setting.values());
    assertThat(summaries.get(0).slowdown()).isEqualTo(new Statistics(1, 1, 1, 3));
    // 1000/500, 2000/400, 900/300; the medians of both sides would give 2.5.
    assertThat(summaries.get(2).slowdown()).isEqualTo(new Statistics(3, 2, 5, 3));
    assertThat(summaries.get(2).operations().median()).isEqualTo(400);
    assertThat(summaries.get(2).events().median()).isEqualTo(1200);
    assertThat(summaries.get(2).held().median()).isCloseTo(0.5, within(1e-9));
    assertThat(summaries.get(2).readerCpu().median()).isCloseTo(0.25, within(1e-9));
    assertThat(summaries.get(2).recorded()).isEqualTo(summaries.get(2).made()).isEqualTo(2400);
    assertThat(summaries.get(0).recorded()).isEqualTo(Cell.UNCHECKED);
  }

  @Test
  void withoutTheRunToCompareWithThereIsNoSlowdown() {
    List<String> lines = new ArrayList<>(good());
    lines.removeIf(line -> line.contains("\tnone\t"));
    Results results = read(lines);
    assertThat(results.summaries()).extracting(Summary::slowdown).containsOnlyNulls();
    assertThat(results.faults()).containsExactly("3 of 15 cells are missing");
    assertThat(TextReport.of(results)).contains("WRONG: 3 of 15 cells are missing");
  }

  @Test
  void whatIsLostOrFailsOrMissesIsAFault() {
    List<String> lines = new ArrayList<>(good());
    lines.add(0, Rig.FAULT + "rw1, recording: thread 7 call 1: made 3, recorded 2");
    String lossy = lines.get(3).substring(Rig.CELL.length());
    lines.set(3, Rig.CELL + lossy.replace("\t500000000\t0\t", "\t500000000\t17\t"));
    lines.remove(Rig.DONE);
    assertThat(read(lines).faults())
        .containsExactly(
            "rw1, recording: thread 7 call 1: made 3, recorded 2",
            "the run did not come to its end",
            "round 1, open, recording: 17 records were lost");
  }

  @Test
  void aCellIsALineAndBack() {
    Cell cell = new Cell(2, Workload.RW1X4, Setting.SLOW, 3, 0.1, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(TabLine.parse(Cell.class, TabLine.of(cell))).isEqualTo(cell);
    assertThat(cell.rate()).isCloseTo(30, within(1e-9));
    for (String line :
        List.of("1\tfork", TabLine.of(cell) + "\t", TabLine.of(cell).replace("slow", "fast"))) {
      assertThatThrownBy(() -> TabLine.parse(Cell.class, line))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Plan plan = new Plan(List.of(Workload.FORK, Workload.RW1), 4, 0.25, 99);
    assertThat(Plan.parse(plan.arguments())).isEqualTo(plan);
    assertThat(plan.cells()).isEqualTo(40);
  }

  @Test
  void workloadsHaveNamesAndAnOrder() {
    assertThat(Plan.workloads("rw1x2,fork,rw1x2")).containsExactly(Workload.FORK, Workload.RW1X2);
    assertThat(Workload.RW1X2.arguments(0.5, 7)).containsExactly("rw1", "0.5", "2", "7");
    assertThat(Workload.usual()).doesNotContain(Workload.BUILD).hasSizeGreaterThan(8);
    assertThatThrownBy(() -> Plan.workloads("fork,spoon")).hasMessageContaining("'spoon'");
  }

  @Test
  void readsWhatAWorkloadPrints() {
    Made made =
        Made.parse(
            List.of(
                "made 70 1 5",
                "made 70 0 6",
                "made 71 1 7",
                "before records 100",
                "after records 150",
                "before reader_cpu_ms 20",
                "after reader_cpu_ms 30",
                "noise",
                "work 9 0.500000"));
    assertThat(made.operations()).isEqualTo(9);
    assertThat(made.seconds()).isEqualTo(0.5);
    assertThat(made.sum()).isEqualTo(18);
    assertThat(made.calls()).containsEntry(new Made.Caller(70, 0), 6L).hasSize(3);
    assertThat(made.grown("records")).isEqualTo(50);
    assertThat(made.grown("reader_cpu_ms")).isEqualTo(10);
    assertThat(made.grown("throttled")).isZero();
    assertThatThrownBy(() -> Made.parse(List.of("work 0 0.5")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Made.parse(List.of("made 1 2 3")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A file that was cut off anywhere, or holds anything, is read as far as it goes. */
  @Test
  void aFileMayEndAnywhere() {
    List<String> lines = good();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      List<String> cut = new ArrayList<>(lines.subList(0, random.nextInt(lines.size())));
      assertThat(read(cut).faults()).contains("the run did not come to its end");
    }
  }
}
