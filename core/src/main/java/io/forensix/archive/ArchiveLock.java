// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two writers of an archive apart. The kernel lets go of it when the writer dies. */
final class ArchiveLock implements AutoCloseable {
  private final FileChannel channel;

  private ArchiveLock(FileChannel channel) {
    this.channel = channel;
  }

  static ArchiveLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
    throw new ArchiveException(directory + ": another process is writing this archive");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
