// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The hash that chains blocks: SHA-256 over the header and over the SHA-256 of each leaf of the
 * content, which are {@link #LEAF_BYTES} long, the last one as long as is left. Leaves can be
 * hashed side by side: a second thread helps while the content is copied, for hashing takes longer
 * than that.
 */
final class BlockHash implements AutoCloseable {
  /** Bytes of a leaf; part of the format. */
  static final int LEAF_BYTES = 1 << 16;

  /** Below so many leaves it takes longer to hand work over than to do it. */
  private static final int SHARED_LEAVES_MIN = 2;

  private final MessageDigest digest = sha256();
  private final @Nullable HashHelper helper;
  private @Nullable HashJob job;

  /** Makes one that works in the caller's thread only. */
  BlockHash() {
    this(null);
  }

  private BlockHash(@Nullable HashHelper helper) {
    this.helper = helper;
  }

  /** Makes one that has a second thread help, if there is a second processor. */
  static BlockHash withHelper() {
    boolean alone = Runtime.getRuntime().availableProcessors() < 2;
    return new BlockHash(alone ? null : new HashHelper());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns what stands for the block before the first one. */
  static byte[] none() {
    return new byte[BlockLayout.HASH_BYTES];
  }

  /** Returns the hash of a whole block. */
  byte[] of(MemorySegment block) {
    begin(block, BlockLayout.BYTES, block.byteSize() - BlockLayout.BYTES);
    return end(block.asSlice(0, BlockLayout.BYTES));
  }

  /** Begins with the content, which must not change or go away before {@link #end}. */
  void begin(MemorySegment memory, long from, long bytes) {
    job = new HashJob(memory, from, bytes);
    if (helper != null && job.leaves() >= SHARED_LEAVES_MIN) {
      helper.help(job);
    }
  }

  /** Does what is left to do, and returns the hash of the block with this header. */
  byte[] end(MemorySegment header) {
    HashJob begun = finish();
    digest.update(header.asByteBuffer());
    for (int leaf = 0; leaf < begun.leaves(); leaf++) {
      digest.update(begun.hash(leaf));
    }
    return digest.digest();
  }

  /** Waits until nobody looks at the content any more. */
  void abandon() {
    if (job != null) {
      finish();
    }
  }

  private HashJob finish() {
    HashJob begun = job;
    if (begun == null) {
      throw new IllegalStateException("nothing was begun");
    }
    job = null;
    begun.work(digest);
    begun.join();
    return begun;
  }

  @Override
  public void close() {
    if (helper != null) {
      helper.close();
    }
  }
}
