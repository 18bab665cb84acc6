// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that lives, and the program that it runs. */
final class Life {
  /** A program; a child's is its parent's. */
  record Running(int number, Image image, String comm, long from, Cause cause, Source begun) {}

  final ProcessKey key;
  final int rollcount;
  final List<Task> tasks = new ArrayList<>();
  ProcessKey parent = ProcessKey.NONE;
  int parentRollcount = -1;
  long from;
  Cause cause;
  Source begun;
  @Nullable Running running;

  /** How many losses there had been when a record named it last. */
  int seen;

  Life(ProcessKey key, int rollcount, long from, Cause cause, Source begun, int losses) {
    this.key = key;
    this.rollcount = rollcount;
    this.from = from;
    this.cause = cause;
    this.begun = begun;
    this.seen = losses;
  }
}
