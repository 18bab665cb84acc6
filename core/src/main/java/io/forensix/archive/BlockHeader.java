// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A block's header, as a view of memory: see {@link BlockLayout}. */
public final class BlockHeader {
  /** Bytes of the header; the content follows. */
  public static final int BYTES = BlockLayout.BYTES;

  /** CPU of a block that belongs to none. */
  public static final int NO_CPU = -1;

  private MemorySegment memory = MemorySegment.NULL;
  private long offset;

  BlockHeader() {}

  /** Moves this view to where a sound header starts. */
  void move(MemorySegment to, long at) {
    memory = to;
    offset = at;
  }

  /** Returns what the block holds, or null where this version does not know the kind. */
  public @Nullable BlockKind kind() {
    return BlockKind.of(kindCode());
  }

  /** Returns what the block holds: {@link BlockKind#code}. */
  public int kindCode() {
    return LittleEndian.u16(memory, offset + BlockLayout.KIND);
  }

  /** Returns whether some of the content is known to be no record. */
  public boolean damaged() {
    return (LittleEndian.u16(memory, offset + BlockLayout.FLAGS) & BlockLayout.FLAG_DAMAGED) != 0;
  }

  /** Returns the number of the block in the archive. */
  public long number() {
    return LittleEndian.i64(memory, offset + BlockLayout.NUMBER);
  }

  /** Returns the cycle of the file it was written to. */
  int cycle() {
    return LittleEndian.i32(memory, offset + BlockLayout.CYCLE);
  }

  /** Returns FX_ABI_VERSION of the records. */
  public int abiVersion() {
    return LittleEndian.i32(memory, offset + BlockLayout.ABI_VERSION);
  }

  /** Returns the byte of its file at which it was written. */
  long fileOffset() {
    return LittleEndian.i64(memory, offset + BlockLayout.FILE_OFFSET);
  }

  /** Returns the archive it was written to. */
  public UUID archiveId() {
    return BlockLayout.uuid(memory, offset + BlockLayout.ARCHIVE_ID);
  }

  /** Returns the machine that was recorded. */
  public UUID hostId() {
    return BlockLayout.uuid(memory, offset + BlockLayout.HOST_ID);
  }

  /** Returns the boot of that machine; times are comparable within one. */
  public UUID bootId() {
    return BlockLayout.uuid(memory, offset + BlockLayout.BOOT_ID);
  }

  /** Returns the recording; sequence numbers are comparable within one. */
  public UUID recordingId() {
    return BlockLayout.uuid(memory, offset + BlockLayout.RECORDING_ID);
  }

  /** Returns the CPU the records were written on, or {@link #NO_CPU}. */
  public int cpu() {
    return LittleEndian.i32(memory, offset + BlockLayout.CPU);
  }

  /** Returns how many records there are. */
  public int records() {
    return LittleEndian.i32(memory, offset + BlockLayout.RECORDS);
  }

  /** Returns the number of the first record, or the first number it counts as lost. */
  public long firstSeq() {
    return LittleEndian.i64(memory, offset + BlockLayout.FIRST_SEQ);
  }

  /** Returns the number of the last record. */
  public long lastSeq() {
    return LittleEndian.i64(memory, offset + BlockLayout.LAST_SEQ);
  }

  /** Returns the time of the first record, ns of CLOCK_MONOTONIC. */
  public long firstTime() {
    return LittleEndian.i64(memory, offset + BlockLayout.FIRST_TIME);
  }

  /** Returns the time of the last record, ns of CLOCK_MONOTONIC. */
  public long lastTime() {
    return LittleEndian.i64(memory, offset + BlockLayout.LAST_TIME);
  }

  /**
   * Returns the time before which all records of all CPUs are in the archive up to and including
   * this block: ns of CLOCK_MONOTONIC, 0 where that is not known.
   */
  public long horizon() {
    return LittleEndian.i64(memory, offset + BlockLayout.HORIZON);
  }

  /** Returns when the block was written, ns of CLOCK_REALTIME. */
  public long written() {
    return LittleEndian.i64(memory, offset + BlockLayout.WRITTEN);
  }

  /** Returns the hash of the block before: see {@link BlockHash}. */
  public byte[] previousHash() {
    return memory
        .asSlice(offset + BlockLayout.PREVIOUS_HASH, BlockLayout.HASH_BYTES)
        .toArray(ValueLayout.JAVA_BYTE);
  }

  /** Returns the bytes that follow the header, unsigned. */
  public long contentBytes() {
    return LittleEndian.u32(memory, offset + BlockLayout.CONTENT_BYTES);
  }

  /** Returns the CRC-32C of these bytes. */
  int contentCrc() {
    return LittleEndian.i32(memory, offset + BlockLayout.CONTENT_CRC);
  }
}
