// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.RecordingMeta;
import io.forensix.record.MarkRecord;
import io.forensix.record.RecordHead;
import io.forensix.syscall.SyscallTable;
import io.forensix.syscall.TableException;
import io.forensix.timeline.RecordMerge;
import io.forensix.timeline.WallClock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has to be known to show the records of one recording: its clocks and its table. */
final class Recording {
  private final WallClock clock = new WallClock();
  private final @Nullable RecordingMeta meta;
  private final SyscallTable table;
  private final boolean ownTable;

  private Recording(@Nullable RecordingMeta meta, SyscallTable table, boolean ownTable) {
    this.meta = meta;
    this.table = table;
    this.ownTable = ownTable;
  }

  /**
   * Begins with what the archive says of the recording a merge is in.
   *
   * @throws Failure when its records are of another version
   */
  static Recording of(RecordMerge merge) {
    RecordingMeta meta = merge.meta().orElse(null);
    if (meta != null && !RecordHead.understands(meta.abiVersion())) {
      throw new Failure(
          ExitCode.OTHER_ABI,
          "a recording of %s has ABI version %d, and this program reads versions %d to %d: ask %s"
              .formatted(
                  meta.host().hostName(),
                  meta.abiVersion(),
                  RecordHead.OLDEST_ABI_VERSION,
                  RecordHead.ABI_VERSION,
                  meta.program()));
    }
    SyscallTable ours = SyscallTable.builtIn();
    Recording recording;
    if (meta == null) {
      recording = new Recording(null, ours, false);
    } else if (meta.table().equals(ours.text())) {
      recording = new Recording(meta, ours, true);
    } else {
      recording = parsed(meta, ours);
    }
    if (meta != null) {
      recording.clock.learn(meta.monotonic(), meta.realtime());
    }
    return recording;
  }

  private static Recording parsed(RecordingMeta meta, SyscallTable ours) {
    try {
      return new Recording(meta, SyscallTable.parse(meta.table()), true);
    } catch (TableException e) {
      return new Recording(meta, ours, false);
    }
  }

  /** Takes note of what a record tells of the clocks. */
  void learn(RecordHead record) {
    if (record instanceof MarkRecord mark) {
      clock.learn(mark.monotonic(), mark.realtime());
    }
  }

  WallClock clock() {
    return clock;
  }

  /** Returns the table the recording was made with, or else our own. */
  SyscallTable table() {
    return table;
  }

  /** Returns whether the table is the one the recording was made with. */
  boolean ownTable() {
    return ownTable;
  }

  Optional<RecordingMeta> meta() {
    return Optional.ofNullable(meta);
  }
}
