// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.bench.Batches;
import io.forensix.bench.Stage;
import io.forensix.bench.Work;
import io.forensix.record.RecordBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * A batch becomes a block in memory: header, CRC-32C of the content, SHA-256 of the header, and a
 * copy of both. It is in the archive's package for its parts.
 */
public class BlockWrite extends Stage {
  private final BlockDraft draft = new BlockDraft(new UUID(1, 2));
  private final BlockHash hashing = new BlockHash();
  private final MemorySegment to = Arena.ofAuto().allocate(Batches.MAX_BYTES + BlockLayout.BYTES);
  private Batches batches;

  /** Makes the batches. */
  @Setup
  public void read() throws IOException {
    batches = Batches.ofSample();
  }

  /** The stage. */
  @Benchmark
  public byte[] blockWrite(Work work) throws IOException {
    byte[][] hash = {BlockHash.none()};
    batches.all(batch -> hash[0] = write(batch, hash[0]));
    batches.done(work);
    return hash[0];
  }

  private byte[] write(RecordBatch batch, byte[] previous) {
    draft.records(batch);
    draft.place(batch.firstSeq(), 0, batch.offset(), batch.firstTime(), previous);
    MemorySegment content = batch.segment().asSlice(batch.offset(), batch.bytes());
    MemorySegment header = draft.lay(content);
    MemorySegment.copy(header, 0, to, 0, BlockLayout.BYTES);
    MemorySegment.copy(content, 0, to, BlockLayout.BYTES, content.byteSize());
    return hashing.of(header);
  }

  /** The same batches are only copied. */
  @Benchmark
  public void memoryToMemory(Work work) throws IOException {
    batches.all(batch -> MemorySegment.copy(batch.segment(), batch.offset(), to, 0, batch.bytes()));
    batches.done(work);
  }
}
