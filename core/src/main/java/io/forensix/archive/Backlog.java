// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The blocks of an archive from a number on: what somebody who follows it has before him.
 *
 * @param blocks how many
 * @param bytes what they take in the files
 * @param oldest when the first of them was written; now, where there is none
 */
public record Backlog(long blocks, long bytes, Instant oldest) {
  private static final double MILLIS = 1e3;

  /**
   * Measures it: one block is looked at, not all.
   *
   * @param next the number of the first
   * @throws IOException when the archive cannot be read
   */
  public static Backlog of(Path directory, long next, Instant now) throws IOException {
    EndMark.End end = EndMark.last(directory);
    if (end == null || end.number() < next) {
      return new Backlog(0, 0, now);
    }
    try (ArchiveReader reader = ArchiveReader.open(directory, fault -> {})) {
      reader.seekToBlock(next);
      if (!reader.next()) {
        return new Backlog(end.number() + 1 - next, 0, now);
      }
      BlockHeader first = reader.block().header();
      Roll roll = ArchiveIdentity.read(directory).roll();
      long bytes = -first.fileOffset();
      for (RollFile file : RollFile.list(directory, roll, reader.retired())) {
        if (file.cycle() >= first.cycle() && file.cycle() < end.cycle()) {
          bytes += DiskUse.of(file.path());
        }
      }
      // Up to where the last block begins, and at least the first one.
      bytes = Math.max(bytes + end.offset(), reader.block().whole().byteSize());
      long blocks = end.number() + 1 - first.number();
      return new Backlog(blocks, bytes, Instant.ofEpochSecond(0, first.written()));
    }
  }

  /** Returns how old the first block is, seconds; 0 where there is none. */
  public double ageSeconds(Instant now) {
    return blocks == 0 ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / MILLIS);
  }
}
