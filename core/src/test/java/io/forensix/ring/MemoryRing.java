// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_consumer;
import io.forensix.abi.fx_producer;
import io.forensix.record.LittleEndian;
import io.forensix.record.RecordBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A ring in this process's memory whose producer is the test. */
final class MemoryRing {
  static final long BYTES = 1 << 19;
  private static final long PAGE = forensix_h.FX_PAGE_BYTES();

  final MemorySegment producer;
  final MemorySegment consumer;

  MemoryRing(Arena arena, int cpu) {
    producer = arena.allocate(PAGE + 2 * BYTES, PAGE);
    consumer = arena.allocate(PAGE, PAGE);
    fx_producer.cpu(producer, cpu);
    fx_producer.ring_bytes(producer, BYTES);
  }

  /** Makes a new reader's side, as a reader that starts does. */
  Ring ring() {
    return new Ring(producer, consumer);
  }

  /** Starts at a position, as if so much had been written and read before. */
  MemoryRing at(long position) {
    fx_producer.head(producer, position);
    fx_consumer.tail(consumer, position);
    return this;
  }

  /** Writes records; the data is there twice, as the mapping has it. */
  MemoryRing write(RecordBytes records) {
    byte[] bytes = records.toByteArray();
    long head = fx_producer.head(producer);
    if (head + bytes.length - tail() > BYTES) {
      throw new IllegalStateException("the test wrote more than the ring holds");
    }
    for (int i = 0; i < bytes.length; i++) {
      long at = PAGE + ((head + i) & (BYTES - 1));
      LittleEndian.put8(producer, at, bytes[i]);
      LittleEndian.put8(producer, at + BYTES, bytes[i]);
    }
    fx_producer.head(producer, head + bytes.length);
    return this;
  }

  long tail() {
    return fx_consumer.tail(consumer);
  }

  long consumerSeq() {
    return fx_consumer.seq(consumer);
  }

  void hold(int tasks) {
    fx_producer.held(producer, tasks);
  }
}
