// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tables on a thread of its own, while the fold goes on with the next records: takes
 * batches of rows, and steps between them, in the order in which they were handed over. When it
 * falls behind, who hands over waits. What it fails of it tells whoever hands over next.
 */
final class Loader implements AutoCloseable {
  /** Enough for a pause on either side; each may hold some MB. */
  private static final int BATCHES = 8;

  /** What is done in the database between two batches. */
  @FunctionalInterface
  interface Step {
    void run(NativeDatabase database) throws SQLException;
  }

  /** Rows, and what is done after them. */
  private record Work(RowBatch rows, @Nullable Step step) {}

  private final NativeDatabase database;
  private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(BATCHES + 1);
  private final BlockingQueue<RowBatch> free = new ArrayBlockingQueue<>(BATCHES + 1);
  private final Thread thread = new Thread(this::run, "loader");
  private final Work last = new Work(new RowBatch(), null);
  private volatile @Nullable Throwable failure;

  /** Begins; the database is its own from here on. */
  Loader(NativeDatabase database) {
    this.database = database;
    for (int i = 0; i < BATCHES; i++) {
      free.add(new RowBatch());
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns a batch to be filled. */
  RowBatch take() throws SQLException {
    check();
    return uninterrupted(free::take);
  }

  /** Hands a batch over, to be appended; a step that is not null is run after it. */
  void put(RowBatch rows, @Nullable Step step) throws SQLException {
    check();
    uninterrupted(() -> {
      waiting.put(new Work(rows, step));
      return rows;
    });
  }

  private void check() throws SQLException {
    Throwable thrown = failure;
    if (thrown != null) {
      throw thrown instanceof SQLException sql ? new SQLException(sql) : new SQLException(thrown);
    }
  }

  private void run() {
    try {
      while (true) {
        Work work = waiting.take();
        if (work == last) {
          break;
        }
        // After a failure nothing more is written, and nobody waits for room for ever.
        if (failure == null) {
          load(work);
        }
        free.add(work.rows);
      }
    } catch (InterruptedException e) {
      failure = e;
    } finally {
      database.close();
    }
  }

  private void load(Work work) {
    try {
      work.rows.drain(database);
      if (work.step != null) {
        database.flush();
        work.step.run(database);
      }
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Waits until all is done, and closes the database: what no step has committed is gone. */
  @Override
  public void close() throws SQLException {
    uninterrupted(() -> {
      waiting.put(last);
      thread.join();
      return last;
    });
    check();
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Wait<T> {
    T run() throws InterruptedException;
  }

  /** An interrupt asks for an end after the transaction, not for half a one. */
  private static <T> T uninterrupted(Wait<T> wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.run();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
