// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import java.lang.foreign.MemorySegment;

/**
 * Whole records of one CPU that lie one after the other in memory, on their way from a ring to an
 * archive. A view that is filled anew for each batch: who takes one must be done with it, and with
 * the memory, when it returns.
 */
public final class RecordBatch {
  private MemorySegment segment = MemorySegment.NULL;
  private long offset;
  private long bytes;
  private int cpu;
  private int records;
  private long firstSeq;
  private long lastSeq;
  private long last;
  private long horizon;
  private boolean damaged;

  /** Starts an empty batch at a place in memory. */
  public void start(MemorySegment memory, long at, int ofCpu) {
    segment = memory;
    offset = at;
    bytes = 0;
    cpu = ofCpu;
    records = 0;
    firstSeq = 0;
    lastSeq = 0;
    last = at;
    horizon = 0;
    damaged = false;
  }

  /** Takes in the record a cursor is on, which starts where the batch ends. */
  public void add(HeadCursor head) {
    add(head, head.seq());
  }

  /**
   * Takes in the record a cursor is on, which starts where the batch ends.
   *
   * @param seq its number, which the caller has read
   */
  public void add(HeadCursor head, long seq) {
    if (records == 0) {
      firstSeq = seq - head.lostBefore();
    }
    lastSeq = seq;
    last = offset + bytes;
    records++;
    bytes += head.size();
  }

  /** Takes in bytes that are no record. */
  public void addDamaged(long count) {
    bytes += count;
    damaged = true;
  }

  /** Says up to when the archive is complete once this batch is in it. */
  public void horizon(long time) {
    horizon = time;
  }

  /** Returns the memory the records lie in. */
  public MemorySegment segment() {
    return segment;
  }

  /** Returns where in the memory they start. */
  public long offset() {
    return offset;
  }

  /** Returns how many bytes they have. */
  public long bytes() {
    return bytes;
  }

  /** Returns the CPU they were written on. */
  public int cpu() {
    return cpu;
  }

  /** Returns how many there are. */
  public int records() {
    return records;
  }

  /** Returns the number of the first record, or the first number it counts as lost. */
  public long firstSeq() {
    return firstSeq;
  }

  /** Returns the number of the last record. */
  public long lastSeq() {
    return lastSeq;
  }

  /** Returns the time of the first record, ns of CLOCK_MONOTONIC. */
  public long firstTime() {
    return records == 0 ? 0 : LittleEndian.i64(segment, offset + RecordHead.TIME);
  }

  /** Returns the time of the last record, ns of CLOCK_MONOTONIC. */
  public long lastTime() {
    return records == 0 ? 0 : LittleEndian.i64(segment, last + RecordHead.TIME);
  }

  /**
   * Returns the time before which every record, of whatever CPU, has been taken in once this batch
   * has: ns of CLOCK_MONOTONIC, or 0 where that is not known.
   */
  public long horizon() {
    return horizon;
  }

  /** Returns whether some of the bytes are no record. */
  public boolean damaged() {
    return damaged;
  }
}
