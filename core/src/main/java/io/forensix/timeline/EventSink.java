// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.RecordHead;

/** Takes what happened, one thing after the other. */
public interface EventSink {
  /** Takes a system call with all its data, or as much of it as is on record. */
  void call(Call call);

  /** Takes data of a call that is not itself on record. */
  void stray(Stray stray);

  /**
   * Takes a record that is neither a call nor a part of one; the view is good only until this
   * returns.
   */
  void record(RecordHead record);
}
