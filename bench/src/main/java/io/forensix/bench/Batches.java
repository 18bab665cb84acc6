// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.record.BatchSink;
import io.forensix.record.HeadCursor;
import io.forensix.record.RecordBatch;
import io.forensix.ring.Ring;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The records of the sample, as batches of the size that a flood makes. */
public final class Batches {
  /** Most bytes of a batch. */
  public static final long MAX_BYTES = Ring.BATCH_MAX_BYTES;

  private static final int TIMES = 4;

  private final List<RecordBatch> batches = new ArrayList<>();
  private final MemorySegment memory;
  private long records;

  private Batches(MemorySegment memory) {
    this.memory = memory;
  }

  /** Takes those of the sample. */
  public static Batches ofSample() throws IOException {
    List<MemorySegment> blocks = Sample.blocks();
    long bytes = blocks.stream().mapToLong(MemorySegment::byteSize).sum();
    Batches all = new Batches(Arena.ofAuto().allocate(bytes, 4096));
    long at = 0;
    for (MemorySegment block : blocks) {
      all.memory.asSlice(at).copyFrom(block);
      at += block.byteSize();
    }
    all.cut();
    return all;
  }

  private void cut() {
    HeadCursor heads = new HeadCursor(Sample::refuse);
    heads.over(memory, 0, memory.byteSize(), 0);
    RecordBatch batch = new RecordBatch();
    while (heads.next()) {
      if (batches.isEmpty() || batch.bytes() + heads.size() > MAX_BYTES) {
        batch = new RecordBatch();
        batch.start(memory, heads.offset(), 0);
        batches.add(batch);
      }
      batch.add(heads);
      records++;
    }
  }

  /** Hands all of them on, several times. */
  public void all(BatchSink sink) throws IOException {
    for (int i = 0; i < TIMES; i++) {
      for (RecordBatch batch : batches) {
        sink.accept(batch);
      }
    }
  }

  /** Returns how many bytes that is. */
  public long bytes() {
    return TIMES * memory.byteSize();
  }

  /** Counts it. */
  public void done(Work work) {
    work.done(TIMES * records, bytes());
  }
}
