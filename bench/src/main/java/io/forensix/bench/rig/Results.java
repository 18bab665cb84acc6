// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param plan what was to be run
 * @param environment where and how
 * @param cells in the order in which they ended
 * @param faults what went wrong, from missing cells to lost records; empty when all is well
 */
record Results(Plan plan, Map<String, String> environment, List<Cell> cells, List<String> faults) {

  /**
   * Reads what {@link Rig} left.
   *
   * @param plan what it was told
   * @param environment what is known beside
   * @param lines of its file, which may end anywhere
   */
  static Results read(Plan plan, Map<String, String> environment, List<String> lines) {
    Map<String, String> known = new LinkedHashMap<>(environment);
    List<Cell> cells = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    boolean done = false;
    for (String line : lines) {
      if (line.startsWith(Rig.ENV)) {
        String[] part = line.split("\t", 3);
        known.put(part[1], part.length > 2 ? part[2] : "");
      } else if (line.startsWith(Rig.CELL)) {
        cells.add(TabLine.parse(Cell.class, line.substring(Rig.CELL.length())));
      } else if (line.startsWith(Rig.FAULT)) {
        faults.add(line.substring(Rig.FAULT.length()));
      } else {
        done |= line.equals(Rig.DONE);
      }
    }
    if (!done) {
      faults.add("the run did not come to its end");
    }
    cells.stream()
        .filter(cell -> cell.lost() != 0)
        .forEach(cell ->
            faults.add(
                "round %d, %s, %s: %d records were lost"
                    .formatted(
                        cell.round(), cell.workload(), cell.setting().label(), cell.lost())));
    int missing = plan.cells() - cells.size();
    if (missing != 0) {
      faults.add(missing + " of " + plan.cells() + " cells are missing");
    }
    return new Results(plan, known, List.copyOf(cells), List.copyOf(faults));
  }

  /** Returns a summary for each workload and setting that has cells, in their order. */
  List<Summary> summaries() {
    List<Summary> summaries = new ArrayList<>();
    for (Workload workload : plan.workloads()) {
      for (Setting setting : Setting.values()) {
        List<Cell> some = cells(workload, setting);
        if (!some.isEmpty()) {
          summaries.add(Summary.of(some, cells));
        }
      }
    }
    return summaries;
  }

  /** Returns the cells of a workload in a setting. */
  List<Cell> cells(Workload workload, Setting setting) {
    return cells.stream()
        .filter(cell -> cell.workload() == workload && cell.setting() == setting)
        .toList();
  }

  /** Returns whether figures are those of an emulated CPU, and say little of a real one. */
  boolean emulated() {
    return environment.getOrDefault("cpu", "").contains("TCG");
  }
}
