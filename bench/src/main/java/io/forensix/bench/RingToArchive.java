// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.record.BatchSink;
import io.forensix.ring.RingFile;
import io.forensix.ring.RingReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From the ring to the archive, on one core, beside the same bytes copied into a mapped file and
 * written to one. A process of its own writes the ring, on another core: records of {@link
 * #RECORD_BYTES}. Each shot moves {@link #BYTES}.
 */
public class RingToArchive extends Stage {
  /** Bytes of one record; 96 is a call with a small payload. */
  private static final int RECORD_BYTES = 96;

  /** Bytes moved in one shot. */
  private static final long BYTES = 384L << 20;

  /** Bytes of the ring: as the module has it unless told otherwise. */
  private static final long RING_BYTES = 4L << 20;

  private Producer producer;
  private RingFile ring;
  private MemorySegment memory;
  private NewArchive to;

  /** Starts the producer, and fills the ring. */
  @Setup
  public void start() throws Exception {
    producer = Producer.start(RING_BYTES, RECORD_BYTES);
    ring = producer.open();
    memory = Arena.ofAuto().allocate(RING_BYTES, 4096).fill((byte) 1);
  }

  /** Makes what the next shot writes to. */
  @Setup(Level.Iteration)
  public void prepare() throws IOException {
    to = new NewArchive(directory.resolve("shot"), BYTES + RING_BYTES);
  }

  /** Removes it again. */
  @TearDown(Level.Iteration)
  public void remove() throws IOException {
    to.close();
  }

  /** Ends the producer. */
  @TearDown
  public void stop() throws Exception {
    ring.close();
    producer.close();
  }

  /** The stage: records from the ring, as blocks, into the archive. */
  @Benchmark
  public void ringToArchive(Work work) throws IOException {
    drain(work, to.archive());
  }

  /** The same reader, but the bytes are only copied into a mapped file. */
  @Benchmark
  public void ringToMappedFile(Work work) throws IOException {
    drain(work, batch -> to.mapped().append(batch.segment(), batch.offset(), batch.bytes()));
  }

  /** The same reader, but the bytes are only written to a file. */
  @Benchmark
  public void ringToFileChannel(Work work) throws IOException {
    drain(work, batch -> to.write(batch.segment().asSlice(batch.offset(), batch.bytes())));
  }

  /** No ring: as many bytes from memory into a mapped file. */
  @Benchmark
  public void memoryToMappedFile(Work work) {
    for (long done = 0; done < BYTES; done += Plain.CHUNK_BYTES) {
      to.mapped().append(memory, done % RING_BYTES, Plain.CHUNK_BYTES);
    }
    work.done(BYTES / RECORD_BYTES, BYTES);
  }

  private void drain(Work work, BatchSink sink) throws IOException {
    RingReader reader = new RingReader(ring, sink, new RingRead.Sound());
    long taken = 0;
    while (taken < BYTES) {
      long bytes = reader.doWork();
      if (bytes == 0) {
        long since = System.nanoTime();
        ring.await(RingFile.FOREVER);
        work.idleSince(since);
      }
      taken += bytes;
    }
    work.done(taken / RECORD_BYTES, taken);
  }
}
