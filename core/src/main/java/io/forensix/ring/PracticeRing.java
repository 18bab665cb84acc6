// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_producer;
import io.forensix.abi.fx_record;
import io.forensix.record.RecordType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * A ring in memory that fills itself, with heads of records and nothing in them: what the reader is
 * run on where there is no module, so that the JVM learns how it runs.
 */
public final class PracticeRing implements RingSource {
  private static final VarHandle HEAD = fx_producer.head$layout().varHandle();
  private static final long DATA = forensix_h.FX_PAGE_BYTES();
  private static final int DATA_BYTES = 1 << 20;

  /** As a call with a small payload has; no record crosses the end of the data. */
  private static final int RECORD_BYTES = 128;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment producer = arena.allocate(DATA + 2 * DATA_BYTES, DATA);
  private final Ring ring;
  private long head;

  /** Makes an empty one. */
  public PracticeRing() {
    fx_producer.ring_bytes(producer, DATA_BYTES);
    ring = new Ring(producer, arena.allocate(DATA, DATA));
  }

  /** Writes records: as many as are asked for, and no more than the ring holds. */
  public void write(int records) {
    for (int i = 0; i < Math.min(records, DATA_BYTES / RECORD_BYTES); i++) {
      long at = DATA + (head & (DATA_BYTES - 1));
      write(producer.asSlice(at, RECORD_BYTES));
      // The kernel maps its data twice, so that no batch has an end within.
      write(producer.asSlice(at + DATA_BYTES, RECORD_BYTES));
      head += RECORD_BYTES;
    }
    HEAD.setRelease(producer, fx_producer.head$offset(), head);
  }

  private void write(MemorySegment record) {
    fx_record.size(record, RECORD_BYTES);
    fx_record.type(record, (short) RecordType.CALL.code());
    fx_record.seq(record, head / RECORD_BYTES);
    fx_record.time(record, Posix.monotonic());
  }

  @Override
  public List<Ring> rings() {
    return List.of(ring);
  }

  @Override
  public boolean await(int millis) {
    return false;
  }

  @Override
  public void pause(int millis) {
    // Nobody writes meanwhile.
  }

  @Override
  public void wake() {
    // Nobody waits.
  }

  @Override
  public void wakeHeld() {
    // Nobody is held.
  }

  @Override
  public boolean stop() {
    return true;
  }

  @Override
  public void close() {
    arena.close();
  }
}
