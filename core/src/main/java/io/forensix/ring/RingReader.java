// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.record.BatchSink;
import io.forensix.record.RecordBatch;
import java.io.IOException;
import java.util.List;

/**
 * Carries records from the rings to a sink, and hands their room back only when the sink has them.
 * One thread runs it; {@link #requestStop} may come from any thread, a signal's included.
 *
 * <p>A pass ({@link #doWork}) looks at every ring and then takes a batch from each in turn until
 * all that was seen has been taken. Between passes the reader sleeps until the kernel says that
 * there is something worth draining.
 */
public final class RingReader {
  /**
   * How long a record may take from its time stamp to the ring, ns. The kernel writes it without
   * being preempted, but interrupts, or the host of a virtual machine, may come in between.
   */
  private static final long COMMIT_MAX_NS = 20_000_000;

  /**
   * Taken from each ring in a pass, on average, this is little: the header of a block, and what it
   * costs to write one, weigh more than they should.
   */
  private static final long LITTLE_BYTES = 1 << 14;

  /** How long records may then gather, ms. */
  private static final int GATHER_MILLIS = 5;

  /** How long to wait for tasks that are still about to write when recording ends, ms. */
  private static final int STOP_WAIT_MILLIS = 10;

  private final RingSource source;
  private final BatchSink sink;
  private final RingListener listener;
  private final List<Ring> rings;
  private final RecordBatch batch = new RecordBatch();
  private long horizon;
  private volatile boolean stopRequested;

  /** Makes a reader that is told by a listener what is wrong with the rings' content. */
  public RingReader(RingSource source, BatchSink sink, RingListener listener) {
    this.source = source;
    this.sink = sink;
    this.listener = listener;
    this.rings = source.rings();
  }

  /**
   * Makes one pass over all rings.
   *
   * @return how many bytes were taken; 0 when there was nothing to do
   * @throws IOException when the sink fails, which has then not taken the batch, or the source does
   */
  public long doWork() throws IOException {
    long began = Posix.monotonic();
    int left = 0;
    for (Ring ring : rings) {
      if (ring.observe() > 0) {
        left++;
      }
    }
    long taken = 0;
    while (left > 0) {
      for (Ring ring : rings) {
        if (!ring.next(batch, listener)) {
          continue;
        }
        if (ring.atLimit()) {
          left--;
        }
        // With the last batch of the pass, all that was written before it began is taken.
        batch.horizon(left == 0 ? began - COMMIT_MAX_NS : horizon);
        sink.accept(batch);
        taken += batch.bytes();
        if (ring.release()) {
          source.wakeHeld();
        }
      }
    }
    horizon = began - COMMIT_MAX_NS;
    return taken;
  }

  /**
   * Makes passes until {@link #requestStop}, then ends recording and takes what is left.
   *
   * @throws IOException when the sink or the source fails; then recording goes on in the kernel
   */
  public void run() throws IOException {
    while (!stopRequested) {
      boolean waited = source.await(RingSource.FOREVER);
      long taken = doWork();
      if (!waited && taken < LITTLE_BYTES * rings.size() && !stopRequested) {
        // A trickle that never stops would otherwise be taken drop by drop, a block for each.
        source.pause(GATHER_MILLIS);
      }
    }
    finish();
  }

  /**
   * Ends recording and takes what is left.
   *
   * @throws IOException when the sink or the source fails
   */
  public void finish() throws IOException {
    while (!source.stop()) {
      if (doWork() == 0) {
        source.await(STOP_WAIT_MILLIS);
      }
    }
    while (doWork() > 0) {
      // What was written until the end of recording is now in the rings, and no more comes.
    }
  }

  /** Asks {@link #run} to end recording, take what is left, and return. */
  public void requestStop() {
    stopRequested = true;
    source.wake();
  }
}
