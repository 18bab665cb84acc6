// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;

/** How often an archive begins a new file. */
public enum Roll {
  /** Every five minutes. */
  FIVE_MINUTES(RollCycles.FIVE_MINUTELY),
  /** Every hour. */
  HOUR(RollCycles.FAST_HOURLY),
  /** Every day. */
  DAY(RollCycles.FAST_DAILY);

  private final RollCycle cycle;

  Roll(RollCycle cycle) {
    this.cycle = cycle;
  }

  /** Returns Chronicle's word for it. */
  RollCycle cycle() {
    return cycle;
  }
}
