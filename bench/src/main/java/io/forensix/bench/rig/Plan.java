// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is to be run.
 *
 * @param workloads in their order
 * @param rounds how often all is run
 * @param seconds how long each workload runs in each setting
 * @param seed of all that is random
 */
record Plan(List<Workload> workloads, int rounds, double seconds, long seed) {
  /** Returns how many cells there will be. */
  int cells() {
    return workloads.size() * Setting.values().length * rounds;
  }

  /** Returns it as arguments, which {@link #parse} reads. */
  List<String> arguments() {
    return List.of(
        workloads.stream().map(Workload::toString).collect(Collectors.joining(",")),
        Integer.toString(rounds),
        Double.toString(seconds),
        Long.toString(seed));
  }

  /** Reads the arguments. */
  static Plan parse(List<String> arguments) {
    return new Plan(
        workloads(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Double.parseDouble(arguments.get(2)),
        Long.parseLong(arguments.get(3)));
  }

  /**
   * Returns the workloads of a list of names with commas between them.
   *
   * @throws IllegalArgumentException when there is no such workload
   */
  static List<Workload> workloads(String names) {
    return Choice.list(Workload.class, "workload", names);
  }

  /**
   * Where things are.
   *
   * @param root the project
   * @param module the kernel module for the kernel that runs
   * @param build where modules for that kernel are built
   * @param out for the results
   */
  record Places(Path root, Path module, Path build, Path out) {
    /** Returns the program that does the work. */
    Path work() {
      return root.resolve("target/kernel-tests/work");
    }
  }
}
