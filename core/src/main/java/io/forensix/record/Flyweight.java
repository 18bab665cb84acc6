// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import java.lang.foreign.MemorySegment;

/** A view of a structure in memory. It is moved from one to the next and allocates nothing. */
abstract class Flyweight {
  /** The memory the structure lies in. */
  protected MemorySegment segment = MemorySegment.NULL;

  /** Where in the memory it starts. */
  protected long offset;

  /** Moves this view; the caller has checked that the structure lies within the segment. */
  final void move(MemorySegment to, long at) {
    segment = to;
    offset = at;
  }

  /** Returns the memory the structure lies in. */
  public final MemorySegment segment() {
    return segment;
  }

  /** Returns where in {@link #segment()} the structure starts. */
  public final long offset() {
    return offset;
  }

  final int u8(long field) {
    return LittleEndian.u8(segment, offset + field);
  }

  final int u16(long field) {
    return LittleEndian.u16(segment, offset + field);
  }

  final int i32(long field) {
    return LittleEndian.i32(segment, offset + field);
  }

  final long u32(long field) {
    return LittleEndian.u32(segment, offset + field);
  }

  final long i64(long field) {
    return LittleEndian.i64(segment, offset + field);
  }
}
