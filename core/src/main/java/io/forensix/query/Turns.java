// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who in this process has the tables of an archive open: many who read, or one who writes. The lock
 * that the database puts on its file keeps processes apart, and no two of one process. Who wants to
 * write comes before those that come to read after it.
 */
final class Turns {
  private static final Map<Path, Turns> ALL = new ConcurrentHashMap<>();

  private int readers;
  private int waiting;
  private boolean writing;
  private @Nullable Runnable kept;

  private Turns() {}

  /** A turn to do one of both. */
  interface Turn {
    /** Waits for it; false when it did not come in time. */
    boolean take(long patienceNanos);

    /** Ends it. */
    void giveBack();
  }

  /** Returns those at a file. */
  static Turns of(Path file) {
    return ALL.computeIfAbsent(file.toAbsolutePath().normalize(), any -> new Turns());
  }

  /** Returns a turn to read. */
  Turn reading() {
    return new Turn() {
      @Override
      public boolean take(long patienceNanos) {
        return read(patienceNanos);
      }

      @Override
      public void giveBack() {
        haveRead();
      }
    };
  }

  /** Returns a turn to write. */
  Turn writing() {
    return new Turn() {
      @Override
      public boolean take(long patienceNanos) {
        return write(patienceNanos);
      }

      @Override
      public void giveBack() {
        haveWritten();
      }
    };
  }

  private synchronized boolean read(long patienceNanos) {
    if (!await(() -> !writing && waiting == 0, patienceNanos)) {
      return false;
    }
    readers++;
    return true;
  }

  private synchronized boolean write(long patienceNanos) {
    waiting++;
    try {
      drop();
      if (!await(() -> !writing && readers == 0, patienceNanos)) {
        return false;
      }
      writing = true;
      return true;
    } finally {
      waiting--;
      notifyAll();
    }
  }

  private synchronized void haveRead() {
    readers--;
    notifyAll();
  }

  private synchronized void haveWritten() {
    writing = false;
    notifyAll();
  }

  /**
   * Keeps something open, beside those who read, until somebody wants to write.
   *
   * @return whether it is kept; not where something is already, or somebody waits
   */
  synchronized boolean keep(Runnable close) {
    if (kept != null || waiting > 0) {
      return false;
    }
    kept = close;
    return true;
  }

  /** Closes what is kept. */
  synchronized void drop() {
    if (kept != null) {
      kept.run();
      kept = null;
    }
  }

  /** Something that is waited for. */
  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }

  private boolean await(Condition condition, long patienceNanos) {
    long begun = System.nanoTime();
    boolean interrupted = false;
    try {
      while (!condition.holds()) {
        long left = patienceNanos - (System.nanoTime() - begun);
        if (left <= 0) {
          return false;
        }
        try {
          wait(Math.max(1, Math.min(left / 1_000_000, 1000)));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
