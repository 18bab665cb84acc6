// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.nio.file.Path;

/**
 * Where a block is.
 *
 * @param number its number in the archive, from 0; -1 where that is not known
 * @param queueIndex its index in the Chronicle queue; -1 where that is not known
 * @param file the file it is in
 * @param offset the byte of the file where it starts
 */
public record BlockPlace(long number, long queueIndex, Path file, long offset) {
  @Override
  public String toString() {
    String block = number < 0 ? "block ?" : "block " + number;
    String index = queueIndex < 0 ? "" : " (queue index 0x" + Long.toHexString(queueIndex) + ")";
    return "%s%s, %s, byte %d".formatted(block, index, file.getFileName(), offset);
  }
}
