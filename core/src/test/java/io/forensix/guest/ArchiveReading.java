// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.record.LostRecord;
import io.forensix.record.RecordHead;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.RecordMerge;
import io.forensix.timeline.Stray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole archive once, and keeps what is wrong with it. */
abstract class ArchiveReading implements EventSink, RecordMerge.Listener {
  private static final int KEPT_CALLS = 1 << 16;

  private final List<String> faults = new ArrayList<>();
  private long lost;

  /** Reads it, with so many bytes of an item, and of all that wait for their call, kept. */
  final void readAll(Path archive, int keptItemBytes, long keptBytes) throws IOException {
    CallJoin join = new CallJoin(this, keptItemBytes, keptBytes, KEPT_CALLS);
    try (RecordMerge merge = RecordMerge.open(archive, this)) {
      while (merge.next()) {
        join.accept(merge.record());
      }
      join.end();
      if (merge.late() != 0) {
        faults.add(merge.late() + " records came late");
      }
    }
  }

  /** Whatever is wrong with the archive. */
  final List<String> faults() {
    return faults;
  }

  /** Records that the kernel could not write. */
  final long lost() {
    return lost;
  }

  @Override
  public void record(RecordHead record) {
    if (record instanceof LostRecord some) {
      lost += some.count();
    }
  }

  @Override
  public void stray(Stray stray) {
    faults.add("data without a call: " + stray);
  }

  @Override
  public void fault(ArchiveFault fault) {
    faults.add(fault.toString());
  }

  @Override
  public void corrupt(long block, CorruptRecord corrupt) {
    faults.add("block " + block + ": " + corrupt);
  }
}
