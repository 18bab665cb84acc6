// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_record;
import java.lang.foreign.MemorySegment;

/**
 * Walks the heads of the records in a piece of memory, of whatever type they are, and trusts no
 * size. What cannot be a record is reported with its position and the reason, and ends the walk:
 * without a size there is no telling where the next record is.
 */
public final class HeadCursor {
  private static final long SIZE = fx_record.size$offset();
  private static final long TYPE = fx_record.type$offset();
  private static final long CPU = fx_record.cpu$offset();
  private static final long SEQ = fx_record.seq$offset();
  private static final long TIME = fx_record.time$offset();
  private static final int TYPE_SHIFT = Math.toIntExact(TYPE - SIZE) * Byte.SIZE;
  private static final int TYPE_MASK = 0xffff;
  private static final int MAX_BYTES = forensix_h.FX_RECORD_MAX_BYTES();
  private static final int ALIGN_MASK = forensix_h.FX_ALIGN_BYTES() - 1;

  private final CorruptRecord.Sink corrupt;
  private MemorySegment segment = MemorySegment.NULL;
  private long origin;
  private long limit;
  private long offset;
  private long next;
  private int size;
  private int type;
  private boolean broken;

  /** Makes a cursor that has nothing to walk yet, and that tells a sink what is corrupt. */
  public HeadCursor(CorruptRecord.Sink corrupt) {
    this.corrupt = corrupt;
  }

  /**
   * Starts before the first record of [from, to) of a segment.
   *
   * @param position what the byte at {@code from} is called in reports
   */
  public HeadCursor over(MemorySegment memory, long from, long to, long position) {
    segment = memory;
    origin = position - from;
    limit = to;
    offset = from;
    next = from;
    size = 0;
    type = 0;
    broken = false;
    return this;
  }

  /** Goes to the next record; false after the last one, or at one whose size cannot be right. */
  public boolean next() {
    long left = limit - next;
    if (left < RecordHead.BYTES) {
      if (left > 0 && !broken) {
        stop(CorruptRecord.Reason.NO_ROOM_FOR_HEAD);
      }
      return false;
    }
    // One load for both: the type is wanted of every record, too.
    long sizeAndType = LittleEndian.i64(segment, next + SIZE);
    int bytes = (int) sizeAndType;
    // One comparison for the usual case; a size of 2 GiB and more is negative here.
    if (bytes < RecordHead.BYTES
        || bytes > MAX_BYTES
        || (bytes & ALIGN_MASK) != 0
        || bytes > left) {
      stop(reason(bytes));
      return false;
    }
    offset = next;
    size = bytes;
    type = (int) (sizeAndType >>> TYPE_SHIFT) & TYPE_MASK;
    next += bytes;
    return true;
  }

  private CorruptRecord.Reason reason(int bytes) {
    if (bytes < 0 || bytes > MAX_BYTES) {
      return CorruptRecord.Reason.SIZE_TOO_LARGE;
    }
    if (bytes < RecordHead.BYTES) {
      return CorruptRecord.Reason.SIZE_TOO_SMALL;
    }
    if ((bytes & ALIGN_MASK) != 0) {
      return CorruptRecord.Reason.SIZE_UNALIGNED;
    }
    return CorruptRecord.Reason.PAST_END;
  }

  /** Reports what lies at {@link #next} and gives up the rest. */
  private void stop(CorruptRecord.Reason reason) {
    boolean head = reason != CorruptRecord.Reason.NO_ROOM_FOR_HEAD;
    offset = next;
    type = head ? LittleEndian.u16(segment, offset + TYPE) : -1;
    broken = true;
    next = limit;
    corrupt.accept(
        new CorruptRecord(position(), reason, type, head ? rawSize() : -1, limit - offset));
  }

  /** Reports the record the cursor is on; the walk goes on after it. */
  void report(CorruptRecord.Reason reason) {
    corrupt.accept(new CorruptRecord(position(), reason, typeCode(), size, size));
  }

  private long rawSize() {
    return LittleEndian.u32(segment, offset + SIZE);
  }

  /** Returns whether the walk ended at something that cannot be a record. */
  public boolean broken() {
    return broken;
  }

  /** Returns the memory that is walked. */
  public MemorySegment segment() {
    return segment;
  }

  /** Returns where in the segment the record starts; after a broken walk, where it broke off. */
  public long offset() {
    return offset;
  }

  /** Returns where in the segment the record ends. */
  public long end() {
    return offset + size;
  }

  /** Returns where the record starts, counted from the position given to {@link #over}. */
  public long position() {
    return origin + offset;
  }

  /** Returns the bytes of the whole record. */
  public int size() {
    return size;
  }

  /** Returns the number of the type: {@code enum fx_record_type}, or unknown to this version. */
  public int typeCode() {
    return type;
  }

  /** Returns the CPU whose ring it was written to. */
  public int cpu() {
    return LittleEndian.u16(segment, offset + CPU);
  }

  /** Returns its number on this CPU. */
  public long seq() {
    return LittleEndian.i64(segment, offset + SEQ);
  }

  /** Returns when it was written, ns of CLOCK_MONOTONIC. */
  public long time() {
    return LittleEndian.i64(segment, offset + TIME);
  }

  /** Returns how many records just before this one are lost: 0 unless it is a LOST record. */
  public long lostBefore() {
    if (type != RecordType.LOST.code() || size < RecordType.LOST.fixedBytes()) {
      return 0;
    }
    return LittleEndian.i64(segment, offset + LostRecord.COUNT);
  }
}
