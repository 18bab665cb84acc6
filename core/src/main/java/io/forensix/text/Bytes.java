// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.LittleEndian;
import java.lang.foreign.MemorySegment;

/**
 * A piece of a caller's memory as it was captured. It may end anywhere: {@link #has} comes before
 * each look.
 */
final class Bytes {
  private final byte[] bytes;
  private final MemorySegment segment;
  private final int from;
  private final int to;

  Bytes(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Bytes(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.segment = MemorySegment.ofArray(bytes);
    this.from = from;
    this.to = to;
  }

  byte[] array() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int length() {
    return to - from;
  }

  /** Returns whether so many bytes are there at an offset. */
  boolean has(int offset, int count) {
    return offset >= 0 && count >= 0 && offset <= length() - count;
  }

  /** Returns a part; less than asked for where less is there. */
  Bytes part(int offset, int count) {
    int begin = from + Math.min(offset, length());
    return new Bytes(bytes, begin, begin + Math.min(count, to - begin));
  }

  /** Returns a number of 1, 2, 4 or 8 bytes, without a sign. */
  long unsigned(int offset, int width) {
    long at = from + offset;
    return switch (width) {
      case 1 -> LittleEndian.u8(segment, at);
      case 2 -> LittleEndian.u16(segment, at);
      case 4 -> LittleEndian.u32(segment, at);
      case 8 -> LittleEndian.i64(segment, at);
      default -> throw new IllegalArgumentException("no number has " + width + " bytes");
    };
  }

  /** Returns a number of 1, 2, 4 or 8 bytes, with a sign. */
  long signed(int offset, int width) {
    return PlainType.narrow(unsigned(offset, width), width, true);
  }

  /** Returns where the next NUL is, counted from the beginning, or the length without one. */
  int nul(int offset) {
    int at = offset;
    while (at < length() && bytes[from + at] != 0) {
      at++;
    }
    return at;
  }

  /** Writes them, quoted. */
  void data(Line line) {
    line.data(bytes, from, to);
  }
}
