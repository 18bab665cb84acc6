// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import io.forensix.archive.BlockRefused;

/** Blocks packed by zstd. */
final class Packing {
  /** The fastest of the levels that are not called fast. */
  private static final int LEVEL = 1;

  private Packing() {}

  static byte[] pack(byte[] block) {
    return Zstd.compress(block, LEVEL);
  }

  /**
   * Unpacks a block. How much room that takes is looked at before it is taken: a few packed bytes
   * may stand for any number.
   *
   * @throws BlockRefused when it is no frame of zstd, or holds more than it may
   */
  static byte[] unpack(ByteString packed, int maxBytes) throws BlockRefused {
    byte[] bytes = packed.toByteArray();
    long size = Zstd.getFrameContentSize(bytes);
    if (size <= 0 || size > maxBytes) {
      throw new BlockRefused(
          size > maxBytes
              ? "a packed block holds %d bytes, and %d are the limit".formatted(size, maxBytes)
              : "what came as a packed block is none");
    }
    byte[] block = new byte[(int) size];
    try {
      if (Zstd.decompress(block, bytes) == size) {
        return block;
      }
    } catch (ZstdException e) {
      // As below.
    }
    throw new BlockRefused("what came as a packed block is damaged");
  }
}
