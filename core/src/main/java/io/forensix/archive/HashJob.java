// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicInteger;

/** The leaves of one content, to be hashed by whoever has time: see {@link BlockHash}. */
final class HashJob {
  /** Looks whether the other thread is done before this one gives way. */
  private static final int SPINS = 1_000;

  private final MemorySegment memory;
  private final long from;
  private final long bytes;
  private final byte[][] hashes;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  HashJob(MemorySegment memory, long from, long bytes) {
    this.memory = memory;
    this.from = from;
    this.bytes = bytes;
    hashes = new byte[Math.toIntExact((bytes + BlockHash.LEAF_BYTES - 1) / BlockHash.LEAF_BYTES)][];
  }

  /** Returns how many leaves there are. */
  int leaves() {
    return hashes.length;
  }

  /** Hashes leaves until all are taken. */
  void work(MessageDigest digest) {
    int leaf;
    while ((leaf = next.getAndIncrement()) < hashes.length) {
      try {
        long at = (long) leaf * BlockHash.LEAF_BYTES;
        long count = Math.min(BlockHash.LEAF_BYTES, bytes - at);
        digest.update(memory.asSlice(from + at, count).asByteBuffer());
        hashes[leaf] = digest.digest();
      } finally {
        // Releases the hash to who waits in join(); also a leaf that failed must not be waited for.
        done.incrementAndGet();
      }
    }
  }

  /** Waits until all leaves that were taken are done. */
  void join() {
    int spins = 0;
    while (done.get() < hashes.length) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        // The other thread may want this very processor.
        Thread.yield();
      }
    }
  }

  /** Returns the hash of a leaf. */
  byte[] hash(int leaf) {
    byte[] hash = hashes[leaf];
    if (hash == null) {
      throw new IllegalStateException("the second thread has failed to hash leaf " + leaf);
    }
    return hash;
  }
}
