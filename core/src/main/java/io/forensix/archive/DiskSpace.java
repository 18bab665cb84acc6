// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Room for what is about to be written, asked for before: what is left free on purpose is then left
 * free, and of Chronicle's own stores into its mapping none finds a full disk.
 */
final class DiskSpace {
  private final Path directory;
  private final FileStore store;
  private final long reserveBytes;

  DiskSpace(Path directory, long reserveBytes) throws IOException {
    this.directory = directory;
    this.reserveBytes = reserveBytes;
    this.store = Files.getFileStore(directory);
  }

  /**
   * Asks whether there is room, beside what is left free.
   *
   * @throws ArchiveFull when there is not
   */
  void need(long bytes) throws IOException {
    long usable = store.getUsableSpace();
    if (usable < bytes + reserveBytes) {
      throw full(
          "%d bytes are free, %d are needed and %d are left free on purpose"
              .formatted(usable, bytes, reserveBytes));
    }
  }

  /** Makes an exception that says what to do. */
  ArchiveFull full(String why) {
    return full(why, null);
  }

  /** Makes an exception that says what to do. */
  ArchiveFull full(String why, @Nullable Throwable cause) {
    return new ArchiveFull(
        "%s: the file system is full: %s. Make room, or record elsewhere; what is in the archive"
                .formatted(directory, why)
            + " is whole.",
        cause);
  }
}
