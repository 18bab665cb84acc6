// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All rounds of one workload in one setting.
 *
 * @param workload what was run
 * @param setting what the recorder did
 * @param operations per second
 * @param slowdown how many times longer an operation took than without the module in the same
 *     round; null when that is not known
 * @param events records per second that the module wrote
 * @param held how long callers were held, of each second, all callers together
 * @param readerCpu CPUs that the reader used
 * @param lost records of all rounds
 * @param made calls of all rounds, those that the workload counts
 * @param recorded how many of them the archive has; {@link Cell#UNCHECKED} where nobody looked
 */
record Summary(
    Workload workload,
    Setting setting,
    Statistics operations,
    @Nullable Statistics slowdown,
    Statistics events,
    Statistics held,
    Statistics readerCpu,
    long lost,
    long made,
    long recorded) {

  /**
   * Sums up.
   *
   * @param cells of one workload and setting, at least one
   * @param all the cells of all settings
   */
  static Summary of(List<Cell> cells, List<Cell> all) {
    Cell any = cells.getFirst();
    List<Double> slowdowns =
        cells.stream()
            .flatMap(cell ->
                all.stream()
                    .filter(base ->
                        base.setting() == Setting.NONE
                            && base.round() == cell.round()
                            && base.workload() == cell.workload())
                    .map(base -> base.rate() / cell.rate()))
            .toList();
    boolean checked = cells.stream().noneMatch(cell -> cell.recorded() == Cell.UNCHECKED);
    return new Summary(
        any.workload(),
        any.setting(),
        statistics(cells, Cell::rate),
        slowdowns.isEmpty() ? null : Statistics.of(slowdowns),
        statistics(cells, cell -> cell.records() / cell.seconds()),
        statistics(cells, cell -> cell.throttledNanos() / 1e9 / cell.seconds()),
        statistics(cells, cell -> cell.readerCpuMillis() / 1e3 / cell.seconds()),
        cells.stream().mapToLong(Cell::lost).sum(),
        cells.stream().mapToLong(Cell::made).sum(),
        checked ? cells.stream().mapToLong(Cell::recorded).sum() : Cell.UNCHECKED);
  }

  private static Statistics statistics(List<Cell> cells, ToDoubleFunction<Cell> figure) {
    return Statistics.of(cells.stream().map(figure::applyAsDouble).toList());
  }
}
