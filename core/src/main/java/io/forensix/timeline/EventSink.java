// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.CallRecord;
import io.forensix.record.RecordHead;

/** Takes what happened, one thing after the other. */
public interface EventSink {
  /**
   * Returns whether it wants a call that is whole in one record; a call that is not, it gets in any
   * case. What is not wanted need not be copied.
   */
  default boolean wants(CallRecord call) {
    return true;
  }

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
