// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.RecordHead;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.span.TimelineSink;

/**
 * Folds the records of one recording, in the order of a {@code RecordMerge}, into spans. It is
 * never saved: who goes on with an archive folds it again from the start, and passes over the spans
 * that it has already ({@link #ended} counts them; the same records always give the same spans in
 * the same order).
 */
public final class Timeline {
  /** Makes the fold of a recording, whose calls are as its table says. */
  public Timeline(SyscallTable table, TimelineSink sink) {}

  /** Takes the next record. */
  public void accept(RecordHead record) {}

  /** Tells a sink of all spans that are open, as they are after the last record. */
  public void open(TimelineSink to) {}

  /** Returns how many spans have ended and were handed to the sink. */
  public long ended() {
    return 0;
  }
}
