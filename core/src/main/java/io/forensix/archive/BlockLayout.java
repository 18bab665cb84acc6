// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a block's header; its content follows. All numbers are little endian; identities
 * are the 16 bytes of a UUID in the order it is written in.
 *
 * <pre>
 *   0  u64  magic           "FXBLOCK1"
 *   8  u16  version         1
 *  10  u16  header_bytes    208
 *  12  u16  kind            BlockKind
 *  14  u16  flags           1: some of the content is no record
 *  16  u64  number          of the block in the archive, from 0
 *  24  u32  cycle           of the file it is in
 *  28  u32  abi_version     FX_ABI_VERSION of the records
 *  32  u64  file_offset     byte of the file where this header starts
 *  40  16   archive_id      random, of the archive
 *  56  16   host_id         /etc/machine-id
 *  72  16   boot_id         /proc/sys/kernel/random/boot_id
 *  88  16   recording_id    fx_info.recording_id
 * 104  u32  cpu             0xffffffff in a META block
 * 108  u32  records         how many there are
 * 112  u64  first_seq       of the first record, or the first number it counts as lost
 * 120  u64  last_seq        of the last record
 * 128  u64  first_time      of the first record, ns of CLOCK_MONOTONIC
 * 136  u64  last_time       of the last record, likewise
 * 144  u64  horizon         all records of all CPUs before this time are in the archive up to and
 *                           including this block; ns of CLOCK_MONOTONIC, 0 where not known
 * 152  u64  written         CLOCK_REALTIME, ns since 1970
 * 160  32   previous_hash   of the block before, see BlockHash; zero in the first
 * 192  u32  content_bytes   bytes that follow this header
 * 196  u32  content_crc     CRC-32C of these bytes
 * 200  u32  reserved        0
 * 204  u32  header_crc      CRC-32C of the bytes before
 * </pre>
 *
 * A block tells its own place (archive, cycle, offset), so that a copy of a block within the
 * content of another one, as when somebody reads an archive while it is recorded, is never taken
 * for one.
 */
final class BlockLayout {
  static final long MAGIC = 0x314b_434f_4c42_5846L;
  static final int VERSION = 1;
  static final int BYTES = 208;
  static final int HASH_BYTES = 32;

  /** Flag: some of the content is no record. */
  static final int FLAG_DAMAGED = 1;

  static final int MAGIC_AT = 0;
  static final int VERSION_AT = 8;
  static final int HEADER_BYTES = 10;
  static final int KIND = 12;
  static final int FLAGS = 14;
  static final int NUMBER = 16;
  static final int CYCLE = 24;
  static final int ABI_VERSION = 28;
  static final int FILE_OFFSET = 32;
  static final int ARCHIVE_ID = 40;
  static final int HOST_ID = 56;
  static final int BOOT_ID = 72;
  static final int RECORDING_ID = 88;
  static final int CPU = 104;
  static final int RECORDS = 108;
  static final int FIRST_SEQ = 112;
  static final int LAST_SEQ = 120;
  static final int FIRST_TIME = 128;
  static final int LAST_TIME = 136;
  static final int HORIZON = 144;
  static final int WRITTEN = 152;
  static final int PREVIOUS_HASH = 160;
  static final int CONTENT_BYTES = 192;
  static final int CONTENT_CRC = 196;
  static final int RESERVED = 200;
  static final int HEADER_CRC = 204;

  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private BlockLayout() {}

  /** Returns the sum of the header that starts at an offset. */
  static int headerCrc(CRC32C crc, MemorySegment memory, long offset) {
    return crc(crc, memory, offset, HEADER_CRC);
  }

  /** Returns the sum of some bytes. */
  static int crc(CRC32C crc, MemorySegment memory, long offset, long bytes) {
    crc.reset();
    crc.update(memory.asSlice(offset, bytes).asByteBuffer());
    return (int) crc.getValue();
  }

  static UUID uuid(MemorySegment memory, long offset) {
    return new UUID(memory.get(BIG_ENDIAN, offset), memory.get(BIG_ENDIAN, offset + 8));
  }

  static void putUuid(MemorySegment memory, long offset, UUID value) {
    memory.set(BIG_ENDIAN, offset, value.getMostSignificantBits());
    memory.set(BIG_ENDIAN, offset + 8, value.getLeastSignificantBits());
  }

  /** Compares without making a UUID. */
  static boolean isUuid(MemorySegment memory, long offset, UUID value) {
    return memory.get(BIG_ENDIAN, offset) == value.getMostSignificantBits()
        && memory.get(BIG_ENDIAN, offset + 8) == value.getLeastSignificantBits();
  }

  /** Returns whether a sound header of this version starts at an offset. */
  static boolean sound(CRC32C crc, MemorySegment memory, long offset) {
    return LittleEndian.i64(memory, offset + MAGIC_AT) == MAGIC
        && LittleEndian.u16(memory, offset + VERSION_AT) == VERSION
        && LittleEndian.u16(memory, offset + HEADER_BYTES) == BYTES
        && LittleEndian.i32(memory, offset + HEADER_CRC) == headerCrc(crc, memory, offset);
  }
}
