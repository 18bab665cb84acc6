// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.LittleEndian;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where an archive ends, in a file of its own: so that a cut end shows, a writer finds where to go
 * on, and a restarted recorder knows which records it has. It is written in memory that is shared
 * with the file, after each block; a writer that is killed leaves it at most one block behind.
 *
 * <pre>
 *    0  u64  magic         "FXEND001"
 *    8  16   recording_id  that the table is about
 *   64  slot 0             for even block numbers
 *  128  slot 1             for odd ones
 * 4096  u64[8192]          for each CPU, 1 + the number of its last record; 0 for none
 *
 * slot: 0 u64 number, 8 u64 offset, 16 u32 cycle, 20 u32 used, 24 hash, 56 u32 CRC-32C of these
 * </pre>
 */
final class EndMark implements AutoCloseable {
  private static final String FILE = "end";
  private static final long MAGIC = 0x3130_3044_4e45_5846L;
  private static final int RECORDING_ID = 8;
  private static final int SLOTS = 64;
  private static final int SLOT_BYTES = 64;
  private static final int NUMBER = 0;
  private static final int OFFSET = 8;
  private static final int CYCLE = 16;
  private static final int USED = 20;
  private static final int HASH = 24;
  private static final int CRC = 56;
  private static final int TABLE = 4096;
  private static final int CPUS_MAX = 8192;
  private static final int BYTES = TABLE + 8 * CPUS_MAX;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final CRC32C crc = new CRC32C();

  /**
   * Where a block is.
   *
   * @param number its number
   * @param cycle the cycle of its file
   * @param offset the byte of the file where its header starts
   * @param hash its hash
   */
  record End(long number, int cycle, long offset, byte[] hash) {}

  private EndMark(FileChannel channel) throws IOException {
    try {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Opens that of an archive to write it, and makes it where there is none that is sound. */
  static EndMark open(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() != BYTES) {
        // Real bytes and no hole: later stores into the mapping must not need room.
        channel.truncate(0);
        ByteBuffer zeros = ByteBuffer.allocate(BYTES);
        while (zeros.hasRemaining()) {
          channel.write(zeros, zeros.position());
        }
      }
      EndMark mark = new EndMark(channel);
      LittleEndian.put64(mark.memory, 0, MAGIC);
      return mark;
    }
  }

  /** Returns the last block of an archive that is on record, or null. Reads, and maps nothing. */
  static @Nullable End last(Path directory) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(SLOTS + 2 * SLOT_BYTES);
    try (FileChannel channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.READ)) {
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // A short read is no end.
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    return end(MemorySegment.ofArray(head.array()));
  }

  /** Returns the last block that was written, or null where none is on record. */
  @Nullable End end() {
    return end(memory);
  }

  private static @Nullable End end(MemorySegment memory) {
    End even = slot(memory, 0);
    End odd = slot(memory, 1);
    if (even == null || (odd != null && odd.number() > even.number())) {
      return odd;
    }
    return even;
  }

  private static @Nullable End slot(MemorySegment memory, int index) {
    // A writer may be at it: a torn slot fails its sum, and the other one holds.
    MemorySegment slot = MemorySegment.ofArray(new byte[SLOT_BYTES]);
    MemorySegment.copy(memory, SLOTS + (long) index * SLOT_BYTES, slot, 0, SLOT_BYTES);
    if (LittleEndian.i32(slot, USED) != 1
        || LittleEndian.i32(slot, CRC) != BlockLayout.crc(new CRC32C(), slot, 0, CRC)) {
      return null;
    }
    return new End(
        LittleEndian.i64(slot, NUMBER),
        LittleEndian.i32(slot, CYCLE),
        LittleEndian.i64(slot, OFFSET),
        slot.asSlice(HASH, BlockLayout.HASH_BYTES).toArray(ValueLayout.JAVA_BYTE));
  }

  /** Takes note of a block that is in the archive. */
  void move(long number, int cycle, long offset, byte[] hash) {
    long at = SLOTS + (number & 1) * SLOT_BYTES;
    LittleEndian.put64(memory, at + NUMBER, number);
    LittleEndian.put64(memory, at + OFFSET, offset);
    LittleEndian.put32(memory, at + CYCLE, cycle);
    LittleEndian.put32(memory, at + USED, 1);
    MemorySegment.copy(MemorySegment.ofArray(hash), 0, memory, at + HASH, hash.length);
    LittleEndian.put32(memory, at + CRC, BlockLayout.crc(crc, memory, at, CRC));
  }

  /** Says which recording the numbers of records are about; forgets those of another. */
  void recording(UUID id) {
    if (!isRecording(id)) {
      memory.asSlice(TABLE).fill((byte) 0);
      BlockLayout.putUuid(memory, RECORDING_ID, id);
    }
  }

  /** Returns whether the numbers of records are about a recording. */
  boolean isRecording(UUID id) {
    return BlockLayout.isUuid(memory, RECORDING_ID, id);
  }

  /** Takes note of the last record of a CPU. */
  void lastSeq(int cpu, long seq) {
    if (cpu >= 0 && cpu < CPUS_MAX) {
      LittleEndian.put64(memory, TABLE + 8L * cpu, seq + 1);
    }
  }

  /** Returns the number of the last record of a CPU, of one recording. */
  OptionalLong lastSeq(UUID recording, int cpu) {
    if (!isRecording(recording) || cpu < 0 || cpu >= CPUS_MAX) {
      return OptionalLong.empty();
    }
    long stored = LittleEndian.i64(memory, TABLE + 8L * cpu);
    return stored == 0 ? OptionalLong.empty() : OptionalLong.of(stored - 1);
  }

  @Override
  public void close() {
    arena.close();
  }
}
