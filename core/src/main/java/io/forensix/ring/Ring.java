// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_consumer;
import io.forensix.abi.fx_producer;
import io.forensix.record.CorruptRecord;
import io.forensix.record.HeadCursor;
import io.forensix.record.RecordBatch;
import io.forensix.record.RecordType;
import io.forensix.record.SequenceCheck;
import io.forensix.record.SequenceGap;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The ring of one CPU: the reader's side. The layout is that of {@code struct fx_producer} and
 * {@code struct fx_consumer}; positions are free-running byte counts.
 *
 * <p>A pass over it: {@link #observe} looks how far the kernel is; {@link #next} hands out what
 * lies before, batch by batch; {@link #release} gives the room of the last batch back. What was not
 * released is handed out again.
 */
public final class Ring {
  /** Most bytes of a batch: what stays in the cache of one core while it is copied and hashed. */
  public static final int BATCH_MAX_BYTES = 1 << 18;

  private static final VarHandle HEAD = fx_producer.head$layout().varHandle();
  private static final VarHandle HELD = fx_producer.held$layout().varHandle();
  private static final VarHandle TAIL = fx_consumer.tail$layout().varHandle();
  private static final VarHandle SEQ = fx_consumer.seq$layout().varHandle();
  private static final long HEAD_OFFSET = fx_producer.head$offset();
  private static final long HELD_OFFSET = fx_producer.held$offset();
  private static final long TAIL_OFFSET = fx_consumer.tail$offset();
  private static final long SEQ_OFFSET = fx_consumer.seq$offset();
  private static final long DATA_OFFSET = forensix_h.FX_PAGE_BYTES();

  private final MemorySegment producer;
  private final MemorySegment consumer;
  private final int cpu;
  private final long ringBytes;
  private final HeadCursor heads = new HeadCursor(this::found);
  private final SequenceCheck check = new SequenceCheck();

  /** Everything before is released. */
  private long tail;

  /** Where the kernel was when it was last looked at. */
  private long limit;

  /** End of the batch that was handed out last. */
  private long batchEnd;

  /** Bytes before this position are no records: after one bad size nothing can be found. */
  private long damagedEnd;

  /** The number of the first record that is not released. */
  private long nextSeq;

  private boolean nextSeqKnown;
  private boolean resuming;
  private @Nullable CorruptRecord broken;

  /**
   * Makes the reader's side of a ring.
   *
   * @param producer the producer page and twice the data
   * @param consumer the consumer page
   */
  public Ring(MemorySegment producer, MemorySegment consumer) {
    this.producer = producer;
    this.consumer = consumer;
    this.cpu = fx_producer.cpu(producer);
    this.ringBytes = fx_producer.ring_bytes(producer);
    if (ringBytes <= 0
        || Long.bitCount(ringBytes) != 1
        || producer.byteSize() < DATA_OFFSET + 2 * ringBytes) {
      throw new IllegalArgumentException(
          "a ring of %d bytes in a mapping of %d".formatted(ringBytes, producer.byteSize()));
    }
    tail = (long) TAIL.get(consumer, TAIL_OFFSET);
    limit = tail;
    batchEnd = tail;
    damagedEnd = tail;
    // An earlier reader may have died between its stores of seq and tail, so its word on the next
    // number does not count; see resumeAfter.
    nextSeqKnown = tail == 0;
  }

  /** Returns the number of the CPU. */
  public int cpu() {
    return cpu;
  }

  /** Returns the bytes of its data area. */
  public long ringBytes() {
    return ringBytes;
  }

  /**
   * Goes on where an earlier reader left off: records up to a number are already in the archive and
   * are passed over.
   */
  public void resumeAfter(long seq) {
    resuming = true;
    nextSeqKnown = true;
    nextSeq = seq + 1;
  }

  /**
   * Looks how far the kernel is.
   *
   * @return how many bytes wait
   * @throws IOException when the kernel's position cannot be right
   */
  public long observe() throws IOException {
    // Pairs with the store-release of head in fx_ring_commit(): who sees the head sees the records.
    long head = (long) HEAD.getAcquire(producer, HEAD_OFFSET);
    long waiting = head - tail;
    if (waiting < 0 || waiting > ringBytes) {
      throw new IOException(
          "ring of cpu %d: the kernel is at byte %d, the reader at %d, the ring has %d bytes"
              .formatted(cpu, head, tail, ringBytes));
    }
    limit = head;
    if (resuming) {
      skipArchived();
    }
    return limit - tail;
  }

  /** Passes over records that an earlier reader has archived but not released. */
  private void skipArchived() {
    heads.over(producer, at(tail), at(tail) + (limit - tail), tail);
    long to = tail;
    while (heads.next()) {
      if (heads.seq() >= nextSeq) {
        resuming = false;
        break;
      }
      to += heads.size();
    }
    if (heads.broken()) {
      resuming = false;
    }
    moveTail(to);
  }

  /**
   * Hands out the next batch of what lay in the ring at the last {@link #observe}: whole records,
   * at most {@link #BATCH_MAX_BYTES}.
   *
   * @return false when there is none
   */
  public boolean next(RecordBatch batch, RingListener listener) {
    batch.start(producer, at(tail), cpu);
    batchEnd = tail;
    if (tail < damagedEnd) {
      return handOutDamaged(batch);
    }
    if (tail == limit) {
      return false;
    }
    if (nextSeqKnown) {
      check.expect(nextSeq);
    } else {
      check.reset();
    }
    heads.over(producer, at(tail), at(tail) + (limit - tail), tail);
    while (heads.next() && batch.bytes() + heads.size() <= BATCH_MAX_BYTES) {
      take(batch, listener);
    }
    if (batch.records() == 0) {
      // The first record is none. Were it a later one, it would be the first of the next batch.
      damagedEnd = limit;
      listener.corrupt(cpu, broken);
      return handOutDamaged(batch);
    }
    batchEnd = tail + batch.bytes();
    return true;
  }

  private void take(RecordBatch batch, RingListener listener) {
    long expected = check.expected();
    long seq = heads.seq();
    long lost = heads.lostBefore();
    if (check.take(seq, lost) != 0) {
      listener.gap(new SequenceGap(cpu, expected, seq - lost));
    }
    int type = heads.typeCode();
    if (RecordType.of(type) == null) {
      listener.corrupt(
          cpu,
          new CorruptRecord(
              heads.position(), CorruptRecord.Reason.UNKNOWN_TYPE, type, heads.size(), 0));
    }
    batch.add(heads, seq);
  }

  /** Takes up what the cursor says, until it is known whether it is about the first record. */
  private void found(CorruptRecord corrupt) {
    broken = corrupt;
  }

  private boolean handOutDamaged(RecordBatch batch) {
    batch.addDamaged(Math.min(damagedEnd - tail, BATCH_MAX_BYTES));
    batchEnd = tail + batch.bytes();
    return true;
  }

  /** Returns whether the batch handed out last is the end of what was observed. */
  public boolean atLimit() {
    return batchEnd == limit;
  }

  /**
   * Hands the room of the last batch back to the kernel.
   *
   * @return whether tasks wait for room, so that they have to be woken
   */
  public boolean release() {
    if (check.started()) {
      nextSeq = check.expected();
      nextSeqKnown = true;
    }
    moveTail(batchEnd);
    // Pairs with the kernel's store of held before its last look at tail: either it sees our tail,
    // or we see that it waits.
    VarHandle.fullFence();
    return (int) HELD.getOpaque(producer, HELD_OFFSET) != 0;
  }

  private void moveTail(long to) {
    tail = to;
    SEQ.setOpaque(consumer, SEQ_OFFSET, nextSeq);
    // Pairs with the load-acquire of tail in fx_ring_look(): the kernel overwrites what we read
    // only after we have read it.
    TAIL.setRelease(consumer, TAIL_OFFSET, to);
  }

  private long at(long position) {
    return DATA_OFFSET + (position & (ringBytes - 1));
  }
}
