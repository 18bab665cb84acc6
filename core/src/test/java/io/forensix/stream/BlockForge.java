// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Blocks whose header was changed, with a sum that is right again. */
final class BlockForge {
  private static final int CONTENT_CRC_AT = 196;
  private static final int CRC_AT = 204;
  private static final int HEADER_BYTES = 208;

  private BlockForge() {}

  /** Replaces bytes of a header by those of another one. */
  static byte[] of(byte[] block, byte[] other, int at, int bytes) {
    byte[] forged = block.clone();
    System.arraycopy(other, at, forged, at, bytes);
    return summed(forged);
  }

  /** Replaces a number in a header. */
  static byte[] number(byte[] block, int at, int bytes, long value) {
    byte[] forged = block.clone();
    for (int i = 0; i < bytes; i++) {
      forged[at + i] = (byte) (value >> 8 * i);
    }
    return summed(forged);
  }

  /** Makes the sums of content and header right. */
  static byte[] summedAll(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, HEADER_BYTES, block.length - HEADER_BYTES);
    return number(block, CONTENT_CRC_AT, 4, crc.getValue());
  }

  private static byte[] summed(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, CRC_AT);
    ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(CRC_AT, (int) crc.getValue());
    return block;
  }
}
