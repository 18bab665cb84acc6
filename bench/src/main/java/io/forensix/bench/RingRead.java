// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_consumer;
import io.forensix.abi.fx_producer;
import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordBatch;
import io.forensix.record.SequenceGap;
import io.forensix.ring.Ring;
import io.forensix.ring.RingListener;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * A ring that is full is taken batch by batch: sizes, numbers and times of all records are checked,
 * and the room is handed back. Nobody else is at the ring; {@link RingToArchive} has a writer.
 */
public class RingRead extends Stage {
  private static final long RING_BYTES = 8L << 20;
  private static final int TIMES = 200;

  private final RecordBatch batch = new RecordBatch();
  private MemorySegment producer;
  private MemorySegment consumer;
  private MemorySegment records;
  private long head;

  /** Fills the ring with records of one CPU. */
  @Setup
  public void fill() throws IOException {
    long page = forensix_h.FX_PAGE_BYTES();
    producer = Arena.ofAuto().allocate(page + 2 * RING_BYTES, page);
    consumer = Arena.ofAuto().allocate(page, page);
    fx_producer.ring_bytes(producer, RING_BYTES);
    List<MemorySegment> blocks = Sample.blocks();
    for (int i = 0; i < blocks.size(); i += Sample.CPUS) {
      if (head + blocks.get(i).byteSize() > RING_BYTES) {
        break;
      }
      producer.asSlice(page + head).copyFrom(blocks.get(i));
      head += blocks.get(i).byteSize();
    }
    fx_producer.head(producer, head);
    records = producer.asSlice(page, head);
  }

  /** The stage. */
  @Benchmark
  public void ringRead(Work work) throws IOException {
    long taken = 0;
    for (int i = 0; i < TIMES; i++) {
      fx_consumer.tail(consumer, 0);
      Ring ring = new Ring(producer, consumer);
      ring.observe();
      while (ring.next(batch, new Sound())) {
        taken += batch.records();
        ring.release();
      }
    }
    work.done(taken, TIMES * head);
  }

  /** One size after the other is followed. */
  @Benchmark
  public void sizesFollowed(Work work) {
    long count = 0;
    for (int i = 0; i < TIMES; i++) {
      count += Plain.sizes(records);
    }
    work.done(count, TIMES * head);
  }

  /** Nothing may be wrong in the ring. */
  static final class Sound implements RingListener {
    @Override
    public void corrupt(int cpu, CorruptRecord corrupt) {
      Sample.refuse(corrupt);
    }

    @Override
    public void gap(SequenceGap gap) {
      Sample.refuse(gap);
    }
  }
}
