// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * How an archive is, from outside: without a look into its blocks.
 *
 * @param id which archive
 * @param blocks the number of the block that comes next
 * @param retired the number of the first block that is kept
 * @param files of the queue
 * @param diskBytes what they take
 * @param freeBytes of the file system, for who may not use what is kept for root
 */
public record ArchiveState(
    UUID id, long blocks, long retired, int files, long diskBytes, long freeBytes) {
  /**
   * Looks at an archive.
   *
   * @throws ArchiveException when the directory is none
   * @throws IOException when it cannot be read
   */
  public static ArchiveState of(Path directory) throws IOException {
    ArchiveIdentity identity = ArchiveIdentity.read(directory);
    Retired retired = Retired.read(directory);
    EndMark.End end = EndMark.last(directory);
    List<RollFile> files = RollFile.list(directory, identity.roll(), retired);
    FileStore store = Files.getFileStore(directory);
    return new ArchiveState(
        identity.id(),
        end == null ? retired.next() : end.number() + 1,
        retired.next(),
        files.size(),
        DiskUse.of(files),
        store.getUsableSpace());
  }
}
