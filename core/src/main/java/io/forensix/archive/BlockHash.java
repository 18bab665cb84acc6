// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash that chains blocks: SHA-256 over the header, which holds the length and the CRC-32C of
 * the content. So the chain shows a block that was removed, doubled, moved or replaced, and any
 * damage to it. It does not show a forger, and no hash without a key could: whoever can write the
 * archive can make the whole chain anew. Hence it is not worth the time of hashing every byte,
 * which is more than that of writing it.
 */
final class BlockHash {
  private final MessageDigest digest = sha256();

  private static MessageDigest sha256() {
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

  /** Returns the hash of a block, of which at least the header is there. */
  byte[] of(MemorySegment block) {
    digest.update(block.asSlice(0, BlockLayout.BYTES).asByteBuffer());
    return digest.digest();
  }
}
