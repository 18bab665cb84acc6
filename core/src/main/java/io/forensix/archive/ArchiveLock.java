// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two that change an archive apart. The kernel lets go of it when the writer dies. */
final class ArchiveLock implements AutoCloseable {
  private final FileChannel channel;

  private ArchiveLock(FileChannel channel) {
    this.channel = channel;
  }

  static ArchiveLock take(Path directory) throws IOException {
    return take(directory, "lock", "another process is writing this archive");
  }

  /** Keeps two apart that retire files; who writes the archive is not one of them. */
  static ArchiveLock ofRetention(Path directory) throws IOException {
    return take(directory, "retire-lock", "another process is retiring files of this archive");
  }

  private static ArchiveLock take(Path directory, String file, String busy) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new ArchiveLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // As below: the other writer is in this process.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new ArchiveException(directory + ": " + busy);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
