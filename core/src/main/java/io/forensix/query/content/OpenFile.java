// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import org.jspecify.annotations.Nullable;

/** An open file: where it stands, and whether what is written goes to the end of the file. */
final class OpenFile {
  static final long UNKNOWN = -1;

  private long offset;
  private boolean appends;
  private @Nullable Step last;
  private long before;

  OpenFile(long offset, boolean appends) {
    this.offset = offset;
    this.appends = appends;
    before = offset;
  }

  boolean appends() {
    return appends;
  }

  void appends(boolean yes) {
    appends = yes;
  }

  long offset() {
    return offset;
  }

  void lost() {
    offset = UNKNOWN;
    before = UNKNOWN;
  }

  /**
   * Says where a call that moves the position began; where another call moved it at the same time,
   * where the first of them did.
   */
  long since(Step step) {
    return races(step) ? before : offset;
  }

  /** Returns whether another call moved it at the same time. */
  boolean races(Step step) {
    return last != null && step.overlaps(last);
  }

  /** A call that began at the position, and moved so many bytes. */
  void moved(Step step, long bytes) {
    if (!races(step)) {
      before = offset;
    }
    offset = offset == UNKNOWN ? UNKNOWN : offset + bytes;
    taken(step);
  }

  /** A call that left the position there. */
  void set(Step step, long to) {
    offset = races(step) ? UNKNOWN : to;
    before = offset;
    taken(step);
  }

  private void taken(Step step) {
    if (last == null || step.time() > last.time()) {
      last = step;
    }
  }
}
