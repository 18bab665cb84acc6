// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The CPUs of a machine that is made up: their records are laid down in one order of time, and go
 * to the archive as a reader of the rings takes them, a block for each CPU a pass.
 */
final class Cpus {
  /** A reader of the rings takes what gathered in about so long, ns. */
  private static final long PASS_NS = 10_000_000;

  private final ArchiveMaker maker;
  private final RecordBytes[] laid;
  private final long[] seq;
  private long time = 1_000_000_000;
  private long end = time + PASS_NS;
  private long records;

  Cpus(ArchiveMaker maker, int count) {
    this.maker = maker;
    laid = new RecordBytes[count];
    seq = new long[count];
    begin();
  }

  /** Returns where the next record of a CPU goes; it is written so long after the one before. */
  RecordBytes next(int cpu, long nanos) {
    time += nanos;
    if (time >= end) {
      flush();
      end = time + PASS_NS;
    }
    records++;
    seq[cpu]++;
    return laid[cpu].time(time);
  }

  /** Returns the time of the last record. */
  long time() {
    return time;
  }

  /** Returns how many records there are. */
  long records() {
    return records;
  }

  /** Hands what was laid down to the archive. */
  void flush() {
    try {
      for (int cpu = 0; cpu < laid.length; cpu++) {
        // With the last ring of a pass, all that was written before it is there.
        maker.block(cpu, laid[cpu], cpu == laid.length - 1 ? time : 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin();
  }

  private void begin() {
    for (int cpu = 0; cpu < laid.length; cpu++) {
      laid[cpu] = new RecordBytes().cpu(cpu).seq(seq[cpu]);
    }
  }
}
