// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.security.MessageDigest;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that hashes leaves of what another thread is about to write. */
final class HashHelper implements AutoCloseable {
  /** Looks for more work before the thread sleeps: about as long as a block takes to come. */
  private static final int SPINS = 2_000;

  private final Thread thread = new Thread(this::run, "forensix-hash");
  private volatile @Nullable HashJob job;
  private volatile boolean asleep;
  private volatile boolean closed;

  HashHelper() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Offers work; who offers it does whatever is not taken. */
  void help(HashJob offered) {
    job = offered;
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    MessageDigest digest = BlockHash.sha256();
    HashJob last = null;
    while (!closed) {
      HashJob current = await(last);
      if (current != null) {
        current.work(digest);
        last = current;
      }
    }
  }

  private @Nullable HashJob await(@Nullable HashJob last) {
    for (int spins = 0; spins < SPINS; spins++) {
      HashJob current = job;
      if (current != last) {
        return current;
      }
      Thread.onSpinWait();
    }
    asleep = true;
    // Looks once more after saying so: who has not seen it has offered before.
    if (job == last && !closed) {
      LockSupport.park(this);
    }
    asleep = false;
    return job == last ? null : job;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
