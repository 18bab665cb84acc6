// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.timeline.Identity;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Source;
import org.jspecify.annotations.Nullable;

/** A thread that lives. */
final class Task {
  final Life process;
  int tid;
  long start;
  int makerTid;
  long from;
  Cause cause;
  Source begun;
  String comm = "";
  DescriptorTable table;
  Directories directories;
  @Nullable Identity identity;
  long identityFrom;
  Cause identityCause = Cause.FOUND;
  Source identityBegun = Source.NONE;

  /** Flags of the clone it is in, told by its ENTER record; -1 where that is not known. */
  long cloneFlags = -1;

  Task(
      Life process,
      int tid,
      long from,
      Cause cause,
      Source begun,
      DescriptorTable table,
      Directories directories) {
    this.process = process;
    this.tid = tid;
    this.from = from;
    this.cause = cause;
    this.begun = begun;
    this.table = table;
    this.directories = directories;
  }
}
