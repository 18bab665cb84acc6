// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.RecordHead;
import io.forensix.timeline.span.Source;

/** What all parts of the fold know of the recording as a whole. */
final class Situation {
  /** LOST records so far: what was known before one may have ended unseen. */
  int losses;

  /** Calls are left out by the administrator's wish: lineage has gaps that nothing tells of. */
  boolean filtered;

  /** The tasks alive at the start are all on record. */
  boolean snapshotDone;

  static Source source(RecordHead record, Task task) {
    return new Source(record.time(), record.cpu(), record.seq(), task.process.key, record.tid());
  }
}
