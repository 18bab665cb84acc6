// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Arrays;

/** What recorders are compared at, one by one and at full speed. */
enum PeerWork {
  NULL("null call", "null", "null"),
  READ("read 1 byte", "read_1", "read1"),
  WRITE("write 1 byte", "write_1", "write1"),
  OPEN("open + close", "open_close", "open"),
  FORK("fork + exec + wait", "fork_exec_wait", "fork");

  private final String label;
  private final String operation;
  private final String workload;

  PeerWork(String label, String operation, String workload) {
    this.label = label;
    this.operation = operation;
    this.workload = workload;
  }

  /** Returns what people call it. */
  String label() {
    return label;
  }

  /** Returns its name in kernel/tests/cost.c. */
  String operation() {
    return operation;
  }

  /** Returns its name in kernel/tests/work.c, and on the command line. */
  String workload() {
    return workload;
  }

  /**
   * Returns what has one of these names.
   *
   * @throws IllegalArgumentException when nothing has
   */
  static PeerWork of(String name) {
    return Arrays.stream(values())
        .filter(work -> work.operation.equals(name) || work.workload.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no workload '" + name + "'"));
  }
}
