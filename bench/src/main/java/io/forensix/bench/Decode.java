// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.record.CallRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordHead;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Records in memory are checked and made flyweights, and each item of a call is looked at. */
public class Decode extends Stage {
  private static final int TIMES = 10;

  private final RecordCursor cursor = new RecordCursor(Sample::refuse);
  private List<MemorySegment> blocks;

  /** Reads the records. */
  @Setup
  public void read() throws IOException {
    blocks = Sample.blocks();
  }

  /** The stage. */
  @Benchmark
  public long decode(Work work) {
    long records = 0;
    long bytes = 0;
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      for (MemorySegment block : blocks) {
        cursor.over(block);
        while (cursor.next()) {
          sum += look(cursor.record());
          records++;
        }
        bytes += block.byteSize();
      }
    }
    work.done(records, bytes);
    return sum;
  }

  private static long look(RecordHead record) {
    long sum = record.time() + record.tid();
    if (record instanceof CallRecord call) {
      sum += call.nr() + call.ret();
      ItemCursor items = call.items();
      while (items.next()) {
        sum += items.size();
      }
    }
    return sum;
  }

  /** Every byte of them is looked at. */
  @Benchmark
  public long memoryScan(Work work) {
    long bytes = 0;
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      for (MemorySegment block : blocks) {
        sum += Plain.scan(block);
        bytes += block.byteSize();
      }
    }
    work.done(TIMES * Sample.RECORDS, bytes);
    return sum;
  }
}
