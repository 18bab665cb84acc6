// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.soak;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveFull;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.Confirmed;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.archive.Retention;
import io.forensix.metrics.Health;
import io.forensix.metrics.Metrics;
import io.forensix.metrics.MetricsServer;
import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordBatch;
import io.forensix.record.SequenceGap;
import io.forensix.ring.PracticeRing;
import io.forensix.ring.RingListener;
import io.forensix.ring.RingReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A recorder whose ring fills itself: what the kernel does, at a rate that is wished. Its archive
 * has a budget, and what the collector confirmed goes.
 */
final class SoakRecorder implements RingListener {
  private static final int RECORDS = 4096;
  private static final int RECORD_BYTES = 128;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path directory;
  private final Archive archive;
  private final Retention retention;
  private volatile long records;
  private volatile long waits;

  private SoakRecorder(Path directory, Archive archive, long budget) {
    this.directory = directory;
    this.archive = archive;
    retention = new Retention(null, budget - budget / 8, List.of(Confirmed.file(directory)), false);
  }

  /** The program: the archive, its budget in bytes, bytes a second (0: all it can). */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Path directory = Path.of(arguments[0]);
    long budget = Long.parseLong(arguments[1]);
    long rate = Long.parseLong(arguments[2]);
    try (Archive archive =
        Archive.open(directory, ArchiveOptions.defaults().withBudgetBytes(budget))) {
      archive.begin(
          new RecordingMeta(
              1, "soak", HostIdentity.read(), UUID.randomUUID(), 1, 1 << 20, 0, 0, 0, 0, ""));
      SoakRecorder recorder = new SoakRecorder(directory, archive, budget);
      Metrics metrics = new Metrics();
      metrics
          .counter("recorder_records", "Records in the archive.", () -> recorder.records)
          .counter("recorder_waits", "Times without room.", () -> recorder.waits);
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (MetricsServer server =
          MetricsServer.start(any, metrics, () -> new Health("recorder", List.of(), Map.of()))) {
        System.err.println("metrics and health on port " + server.port());
        recorder.run(rate);
      }
    }
  }

  private void run(long rate) throws IOException, InterruptedException {
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main)));
    try (PracticeRing ring = new PracticeRing()) {
      RingReader reader = new RingReader(ring, this::keep, this);
      long began = System.nanoTime();
      long written = 0;
      while (!Thread.currentThread().isInterrupted()) {
        ring.write(RECORDS);
        reader.doWork();
        written += (long) RECORDS * RECORD_BYTES;
        long due = rate == 0 ? 0 : (long) (written * 1e9 / rate) - (System.nanoTime() - began);
        if (due > SLICE_NANOS) {
          TimeUnit.NANOSECONDS.sleep(due);
        }
      }
    } catch (InterruptedException e) {
      // As wished.
    }
  }

  private static void stop(Thread main) {
    main.interrupt();
    try {
      main.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep(RecordBatch batch) throws IOException {
    while (true) {
      try {
        archive.accept(batch);
        records = records + batch.records();
        return;
      } catch (ArchiveFull e) {
        waits = waits + 1;
        if (!retention.apply(directory, Instant.now()).any()) {
          pause();
        }
      }
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("ended while there was no room", e);
    }
  }

  @Override
  public void corrupt(int cpu, CorruptRecord corrupt) {
    throw new IllegalStateException(corrupt.toString());
  }

  @Override
  public void gap(SequenceGap gap) {
    throw new IllegalStateException(gap.toString());
  }
}
