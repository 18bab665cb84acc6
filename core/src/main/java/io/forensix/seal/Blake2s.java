// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bouncycastle.crypto.digests.Blake2sDigest;

/** BLAKE2s with a key: a sum of 32 bytes that only who has the key can make. */
final class Blake2s {
  private static final int PIECE_BYTES = 1 << 14;

  private final byte[] piece = new byte[PIECE_BYTES];
  private final Blake2sDigest digest;

  Blake2s(byte[] key) {
    digest = new Blake2sDigest(key);
  }

  Blake2s add(byte[] bytes) {
    digest.update(bytes, 0, bytes.length);
    return this;
  }

  /** Adds [from, to) of some memory. */
  Blake2s add(MemorySegment memory, long from, long to) {
    for (long at = from; at < to; at += PIECE_BYTES) {
      int count = (int) Math.min(to - at, PIECE_BYTES);
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, piece, 0, count);
      digest.update(piece, 0, count);
    }
    return this;
  }

  byte[] end() {
    byte[] sum = new byte[digest.getDigestSize()];
    digest.doFinal(sum, 0);
    return sum;
  }
}
