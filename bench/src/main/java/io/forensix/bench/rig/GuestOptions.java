// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The guest that a run takes place in. */
final class GuestOptions {
  /** What the folder that is shared with it is called there. */
  static final String SHARED = "/run/bench";

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      description = "The guest's kernel, as scripts/guest names it (${DEFAULT-VALUE}).")
  private String kernel = "6.1";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "The guest's CPUs (${DEFAULT-VALUE}; emulated ones take turns).")
  private int cpus = 1;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "The guest's memory, half of it for what is recorded (${DEFAULT-VALUE}).")
  private String memory = "4G";

  /** Returns how many CPUs it has. */
  int cpus() {
    return cpus;
  }

  /**
   * Returns the command that runs another one in it.
   *
   * @param root the project
   * @param shared a folder that both sides see
   * @param seconds how long it may take
   */
  List<String> command(Path root, Path shared, long seconds) {
    List<String> command = any(root, shared, seconds);
    command.addAll(List.of("--cpus", Integer.toString(cpus)));
    if (cpus > 1) {
      command.add("--turns");
    }
    return command;
  }

  /** Returns the command that does so under the instruction clock, which knows one CPU. */
  List<String> clocked(Path root, Path shared, long seconds) {
    List<String> command = any(root, shared, seconds);
    command.add("--icount");
    return command;
  }

  private List<String> any(Path root, Path shared, long seconds) {
    return new ArrayList<>(
        List.of(
            root.resolve("scripts/guest").toString(),
            "--kernel",
            kernel,
            "--memory",
            memory,
            "--timeout",
            Long.toString(seconds),
            "--share",
            "bench=" + shared));
  }
}
