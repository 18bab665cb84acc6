// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes numbers as all Forensix layouts hold them: little endian, at any alignment (an
 * archive's blocks may lie in a Java array, which promises none).
 */
public final class LittleEndian {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /** Returns the unsigned 8-bit number at an offset. */
  public static int u8(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  /** Returns the unsigned 16-bit number at an offset. */
  public static int u16(MemorySegment segment, long offset) {
    return segment.get(SHORT, offset) & 0xffff;
  }

  /** Returns the 32-bit number at an offset. */
  public static int i32(MemorySegment segment, long offset) {
    return segment.get(INT, offset);
  }

  /** Returns the unsigned 32-bit number at an offset. */
  public static long u32(MemorySegment segment, long offset) {
    return segment.get(INT, offset) & 0xffff_ffffL;
  }

  /** Returns the 64-bit number at an offset. */
  public static long i64(MemorySegment segment, long offset) {
    return segment.get(LONG, offset);
  }

  /** Writes the low 8 bits of a number. */
  public static void put8(MemorySegment segment, long offset, int value) {
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
  }

  /** Writes the low 16 bits of a number. */
  public static void put16(MemorySegment segment, long offset, int value) {
    segment.set(SHORT, offset, (short) value);
  }

  /** Writes a 32-bit number. */
  public static void put32(MemorySegment segment, long offset, int value) {
    segment.set(INT, offset, value);
  }

  /** Writes a 64-bit number. */
  public static void put64(MemorySegment segment, long offset, long value) {
    segment.set(LONG, offset, value);
  }
}
