// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Room on the disk that an archive may take, at most. When it is used up there is none for the next
 * block, until files were retired.
 */
final class Budget {
  /** A budget is as many files at least: what is retired is a file. */
  private static final long FILES = 8;

  private static final long FILE_MIN_BYTES = 1 << 20;

  private final Path directory;
  private final Roll roll;
  private final long bytes;

  /** Bytes of all files but the last, which is the one of a cycle. */
  private long done;

  private int lastCycle = Integer.MIN_VALUE;

  /** Makes one of so many bytes; 0 is no limit. */
  Budget(Path directory, Roll roll, long bytes) {
    this.directory = directory;
    this.roll = roll;
    this.bytes = bytes;
  }

  /** Returns whether a file has as many bytes as one should have. */
  boolean fileIsFull(long position) {
    return bytes > 0 && position >= Math.max(FILE_MIN_BYTES, bytes / FILES);
  }

  /**
   * Asks whether there is room for more.
   *
   * @param cycle of the file that is written now
   * @param position how far it is written
   * @throws ArchiveFull when there is none
   */
  void need(int cycle, long position, long more) throws IOException {
    if (bytes == 0) {
      return;
    }
    if (cycle != lastCycle || done + position + more > bytes) {
      done =
          DiskUse.of(
              RollFile.list(directory, roll).stream()
                  .filter(file -> file.cycle() < cycle)
                  .toList());
      lastCycle = cycle;
    }
    if (done + position + more > bytes) {
      throw new ArchiveFull(
          ("%s: the archive's budget of %d bytes is used up: %d are taken. Retire old files, have the"
                  + " collector confirm them, or give it more; what is in the archive is whole.")
              .formatted(directory, bytes, done + position),
          null);
    }
  }
}
