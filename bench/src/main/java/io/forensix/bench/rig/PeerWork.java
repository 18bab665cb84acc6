// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Locale;

/**
 * What recorders are compared at, one by one and at full speed; bench/peers/guest has more of it.
 */
enum PeerWork {
  NULL("null call"),
  READ1("read 1 byte"),
  WRITE1("write 1 byte"),
  OPEN("open + close"),
  FORK("fork + exec + wait");

  private final String label;

  PeerWork(String label) {
    this.label = label;
  }

  /** Returns what people call it. */
  String label() {
    return label;
  }

  /** Returns its name in kernel/tests/work.c, and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
