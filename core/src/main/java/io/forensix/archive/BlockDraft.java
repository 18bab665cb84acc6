// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.LittleEndian;
import io.forensix.record.RecordBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.UUID;
import java.util.zip.CRC32C;

/** A block's header as it is written: see {@link BlockLayout}. What stays the same is set once. */
final class BlockDraft {
  private final MemorySegment memory = Arena.ofAuto().allocate(BlockLayout.BYTES, 8);
  private final CRC32C crc = new CRC32C();

  BlockDraft(UUID archiveId) {
    LittleEndian.put64(memory, BlockLayout.MAGIC_AT, BlockLayout.MAGIC);
    LittleEndian.put16(memory, BlockLayout.VERSION_AT, BlockLayout.VERSION);
    LittleEndian.put16(memory, BlockLayout.HEADER_BYTES, BlockLayout.BYTES);
    BlockLayout.putUuid(memory, BlockLayout.ARCHIVE_ID, archiveId);
  }

  /** Says of which recording the next blocks are. */
  void recording(RecordingMeta meta) {
    LittleEndian.put32(memory, BlockLayout.ABI_VERSION, meta.abiVersion());
    BlockLayout.putUuid(memory, BlockLayout.HOST_ID, meta.hostId());
    BlockLayout.putUuid(memory, BlockLayout.BOOT_ID, meta.bootId());
    BlockLayout.putUuid(memory, BlockLayout.RECORDING_ID, meta.recordingId());
  }

  /** Says that the next block holds the description of a recording. */
  void meta() {
    LittleEndian.put16(memory, BlockLayout.KIND, BlockKind.META.code());
    LittleEndian.put16(memory, BlockLayout.FLAGS, 0);
    LittleEndian.put32(memory, BlockLayout.CPU, BlockHeader.NO_CPU);
    LittleEndian.put32(memory, BlockLayout.RECORDS, 0);
    range(0, 0, 0, 0, 0);
  }

  /** Says that the next block holds a batch. */
  void records(RecordBatch batch) {
    LittleEndian.put16(memory, BlockLayout.KIND, BlockKind.RECORDS.code());
    int flags = batch.damaged() ? BlockLayout.FLAG_DAMAGED : 0;
    LittleEndian.put16(memory, BlockLayout.FLAGS, flags);
    LittleEndian.put32(memory, BlockLayout.CPU, batch.cpu());
    LittleEndian.put32(memory, BlockLayout.RECORDS, batch.records());
    range(batch.firstSeq(), batch.lastSeq(), batch.firstTime(), batch.lastTime(), batch.horizon());
  }

  private void range(long firstSeq, long lastSeq, long firstTime, long lastTime, long horizon) {
    LittleEndian.put64(memory, BlockLayout.FIRST_SEQ, firstSeq);
    LittleEndian.put64(memory, BlockLayout.LAST_SEQ, lastSeq);
    LittleEndian.put64(memory, BlockLayout.FIRST_TIME, firstTime);
    LittleEndian.put64(memory, BlockLayout.LAST_TIME, lastTime);
    LittleEndian.put64(memory, BlockLayout.HORIZON, horizon);
  }

  /** Says where the next block stands, and after which. */
  void place(long number, int cycle, long fileOffset, long written, byte[] previousHash) {
    LittleEndian.put64(memory, BlockLayout.NUMBER, number);
    LittleEndian.put32(memory, BlockLayout.CYCLE, cycle);
    LittleEndian.put64(memory, BlockLayout.FILE_OFFSET, fileOffset);
    LittleEndian.put64(memory, BlockLayout.WRITTEN, written);
    MemorySegment.copy(
        MemorySegment.ofArray(previousHash),
        0,
        memory,
        BlockLayout.PREVIOUS_HASH,
        BlockLayout.HASH_BYTES);
  }

  /** Sums up the content and then the header, and returns the header. */
  MemorySegment lay(MemorySegment content) {
    long bytes = content.byteSize();
    LittleEndian.put32(memory, BlockLayout.CONTENT_BYTES, (int) bytes);
    LittleEndian.put32(memory, BlockLayout.CONTENT_CRC, BlockLayout.crc(crc, content, 0, bytes));
    LittleEndian.put32(memory, BlockLayout.HEADER_CRC, BlockLayout.headerCrc(crc, memory, 0));
    return memory;
  }
}
