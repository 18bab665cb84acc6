// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

/**
 * The identity of an open file, as the kernel gave it.
 *
 * @param file number of the open file description; used again after the last descriptor was closed
 * @param inode inode number
 * @param dev device of the file system, (major << 20) | minor
 * @param mode type and permission bits, as {@code st_mode}
 */
public record FileKey(long file, long inode, int dev, int mode) {
  /** A file that the kernel has not named. */
  public static final FileKey UNKNOWN = new FileKey(0, 0, 0, 0);

  /** Returns whether the kernel has named it. */
  public boolean known() {
    return file != 0 || inode != 0;
  }
}
