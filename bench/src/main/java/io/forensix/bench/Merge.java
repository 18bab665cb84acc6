// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordHead;
import io.forensix.timeline.RecordMerge;
import java.io.IOException;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;

/** The records of an archive come in one order over all CPUs. */
public class Merge extends SampleFiles {
  /** The stage. */
  @Benchmark
  public long merge(Work work) throws IOException {
    long[] sum = {0};
    all(work, record -> sum[0] += record.time());
    return sum[0];
  }

  /** Hands the records of the sample on, in their order. */
  static void all(Work work, Consumer<RecordHead> sink) throws IOException {
    long records = 0;
    long bytes = 0;
    try (RecordMerge merge = RecordMerge.open(Sample.archive(), new Sound())) {
      while (merge.next()) {
        sink.accept(merge.record());
        bytes += merge.record().size();
        records++;
      }
    }
    work.done(records, bytes);
  }

  /** Nothing may be wrong in the archive. */
  static final class Sound implements RecordMerge.Listener {
    @Override
    public void fault(ArchiveFault fault) {
      Sample.refuse(fault);
    }

    @Override
    public void corrupt(long block, CorruptRecord corrupt) {
      Sample.refuse(corrupt);
    }
  }
}
