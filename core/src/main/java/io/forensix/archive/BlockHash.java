// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that chains blocks: SHA-256 over header and content. */
final class BlockHash {
  private final MessageDigest digest;

  BlockHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
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
    digest.update(block.asByteBuffer());
    return digest.digest();
  }
}
