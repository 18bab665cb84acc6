// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.Source;
import java.util.Set;

/** An open descriptor in a table. */
final class Descriptor {
  final int fd;
  OpenFile file;
  long from;
  Cause cause;
  Source begun;
  ProcessKey origin = ProcessKey.NONE;
  int originFd = -1;
  boolean closedByExec;
  Set<Doubt> doubts = Set.of();

  /** The number of losses up to which the kernel or its making confirms it. */
  int confirmed;

  Descriptor(int fd, OpenFile file, long from, Cause cause, Source begun, int losses) {
    this.fd = fd;
    this.file = file;
    this.from = from;
    this.cause = cause;
    this.begun = begun;
    this.confirmed = losses;
  }

  /** Which file it is was worked out, or is not known at all. */
  boolean guessed() {
    return doubts.contains(Doubt.FILE);
  }

  /** Met without the call that made it, whose record may still come. */
  boolean provisional() {
    return cause == Cause.FOUND && doubts.contains(Doubt.ORIGIN);
  }

  void comesFrom(ProcessKey process, int number) {
    origin = process;
    originFd = number;
  }
}
