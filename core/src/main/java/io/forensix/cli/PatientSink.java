// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveFull;
import io.forensix.record.BatchSink;
import io.forensix.record.RecordBatch;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts batches into an archive, and waits while there is no room. Meanwhile records stay in the
 * rings, and the kernel does as it was told for a reader that is stuck: it holds who is recorded,
 * or drops records and counts them.
 */
final class PatientSink implements BatchSink {
  private static final long LOOK_MILLIS = 100;
  private static final long SAY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Archive archive;
  private final Runnable makeRoom;
  private final Consumer<String> log;
  private volatile boolean stopping;
  private volatile boolean waiting;

  /**
   * Makes one.
   *
   * @param makeRoom retires what may go, before each look
   */
  PatientSink(Archive archive, Runnable makeRoom, Consumer<String> log) {
    this.archive = archive;
    this.makeRoom = makeRoom;
    this.log = log;
  }

  /** Has it wait no more: then a batch that no retired file makes room for is a failure. */
  void stopWaiting() {
    stopping = true;
  }

  /** Returns whether there is no room. */
  boolean waiting() {
    return waiting;
  }

  @Override
  public void accept(RecordBatch batch) throws IOException {
    long said = 0;
    boolean tried = false;
    while (true) {
      try {
        archive.accept(batch);
        if (waiting) {
          waiting = false;
          log.accept("there is room again: recording goes on");
        }
        return;
      } catch (ArchiveFull e) {
        if (tried && stopping) {
          throw e;
        }
        // Where old files may go there is no need to wait, nor to speak of it.
        if (tried && (!waiting || System.nanoTime() - said > SAY_NANOS)) {
          log.accept(e.getMessage() + " Until there is room, records wait in the kernel.");
          said = System.nanoTime();
          waiting = true;
        }
      }
      if (tried) {
        pause();
      }
      tried = true;
      makeRoom.run();
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while there was no room", e);
    }
  }
}
