// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Where the bytes of one shot go: a new archive, and what it is compared with, new files on the
 * same file system whose pages nobody has touched.
 */
final class NewArchive implements AutoCloseable {
  private final Path directory;
  private final Archive archive;
  private final MappedFile mapped;
  private final FileChannel written;

  /** Makes them, for so many bytes. */
  NewArchive(Path directory, long bytes) throws IOException {
    this.directory = directory;
    archive = Archive.open(directory.resolve("archive"), ArchiveOptions.defaults());
    HostIdentity host = HostIdentity.read();
    archive.begin(new RecordingMeta(1, "bench", host, UUID.randomUUID(), 1, 0, 0, 0, 0, 0, ""));
    mapped = new MappedFile(directory.resolve("mapped"), bytes);
    written =
        FileChannel.open(
            directory.resolve("written"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  Archive archive() {
    return archive;
  }

  MappedFile mapped() {
    return mapped;
  }

  void write(MemorySegment bytes) throws IOException {
    Plain.write(bytes, written);
  }

  @Override
  public void close() throws IOException {
    archive.close();
    mapped.close();
    written.close();
    Stage.delete(directory);
  }
}
