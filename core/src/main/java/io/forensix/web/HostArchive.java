// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.archive.ArchiveFault;
import io.forensix.query.IndexException;
import io.forensix.query.Indexer;
import io.forensix.query.Tables;
import io.forensix.record.CorruptRecord;
import io.forensix.timeline.RecordMerge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An archive that is served, its tables, and who fills them: first all there is, and where the
 * archive then grows, that too.
 */
final class HostArchive implements AutoCloseable {
  /** How long who asks waits for tables that are being filled. */
  private static final long PATIENCE_SECONDS = 2;

  private static final long LOOK_MILLIS = 1000;

  /**
   * What failed may have been in the way for a while only: another program that fills the tables.
   */
  private static final long AGAIN_MILLIS = 5000;

  /** What is wrong with an archive stands in its tables. */
  private static final RecordMerge.Listener QUIET =
      new RecordMerge.Listener() {
        @Override
        public void fault(ArchiveFault fault) {}

        @Override
        public void corrupt(long block, CorruptRecord corrupt) {}
      };

  /** What becomes of the tables. */
  enum State {
    /** Others come first. */
    WAITING,
    /** They are being filled. */
    READING,
    /** They hold all there is. */
    READY,
    /** The archive grows, and they with it. */
    FOLLOWING,
    /** They cannot be filled. */
    FAILED,
    /** They are left as they were found. */
    OFF;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How far the tables are.
   *
   * @param records records read in this run
   * @param fresh how many of them were not in the tables before
   * @param detail why it failed, else empty
   */
  record Index(State state, long records, long fresh, String detail) {
    Json write(Json json) {
      json.begin().put("state", state.word()).put("records", records);
      return json.put("fresh", fresh).put("detail", detail).end();
    }
  }

  private final String name;
  private final Path directory;
  private final Path file;
  private final Semaphore one;
  private final CountDownLatch filled = new CountDownLatch(1);
  private final Thread thread;
  private volatile Index index;

  /**
   * Makes one; {@link #start} begins to fill its tables.
   *
   * @param one who fills tables for the first time needs this
   */
  HostArchive(String name, Path directory, Path file, boolean fill, Semaphore one) {
    this.name = name;
    this.directory = directory;
    this.file = file;
    this.one = one;
    index = new Index(fill ? State.WAITING : State.OFF, 0, 0, "");
    thread = Thread.ofPlatform().daemon().name("index-" + name).unstarted(this::run);
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory;
  }

  Index index() {
    return index;
  }

  /** Begins; returns at once. */
  HostArchive start() {
    if (index.state == State.OFF) {
      filled.countDown();
    } else {
      thread.start();
    }
    return this;
  }

  /** Waits until the tables hold what there was; false when it takes longer. */
  boolean await(long millis) {
    try {
      return filled.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      while (true) {
        try {
          serve();
        } catch (IOException | RuntimeException | Error e) {
          String why = String.valueOf(e.getMessage());
          index = new Index(State.FAILED, index.records, index.fresh, why);
        } finally {
          filled.countDown();
        }
        Thread.sleep(AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      // The server ends.
    }
  }

  /** Fills the tables, and goes on until the thread is interrupted. */
  private void serve() throws IOException, InterruptedException {
    // What comes while they are filled is seen afterwards.
    long seen = signature();
    one.acquire();
    try {
      index = new Index(State.READING, 0, 0, "");
      fill(false);
    } finally {
      one.release();
    }
    index = new Index(State.READY, index.records, index.fresh, "");
    warm();
    filled.countDown();
    while (signature() == seen) {
      Thread.sleep(LOOK_MILLIS);
    }
    index = new Index(State.FOLLOWING, 0, 0, "");
    fill(true);
  }

  private void fill(boolean follow) throws IOException {
    try (Indexer indexer = Indexer.open(directory, file, false, QUIET)) {
      indexer.run(
          follow, (records, fresh) -> index = new Index(index.state, records, fresh, index.detail));
    }
  }

  /** What changes when the archive does. */
  private long signature() throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path path : (Iterable<Path>) files::iterator) {
        if (path.toString().endsWith(".cq4")) {
          sum = 31 * sum + path.hashCode() + Files.getLastModifiedTime(path).toMillis();
        }
      }
    }
    return sum;
  }

  /** Opens the file, so that the first who asks finds it so. */
  private void warm() throws IndexException {
    try (Tables tables = Tables.openWhole(file)) {
      tables.keep();
    }
  }

  /**
   * Opens the tables.
   *
   * @throws Problem when they cannot be asked yet
   */
  Tables open() throws Problem, IndexException {
    if (index.state == State.READING && !await(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))) {
      throw new Problem(
          Problem.Kind.NOT_INDEXED,
          "the tables of %s are being filled: %d records read".formatted(name, index.records),
          "wait; /api/hosts says how far it is");
    }
    Tables tables = Tables.openWhole(file);
    boolean done = false;
    try {
      if (index.state == State.READY || index.state == State.FOLLOWING) {
        tables.keep();
      }
      done = true;
      return tables;
    } finally {
      if (!done) {
        tables.close();
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Tables.forget(file);
  }
}
