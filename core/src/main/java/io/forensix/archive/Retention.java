// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long an archive is kept. Whole files go, from the old end; never the one that is written now,
 * never one with a block that a collector is not known to have. What went is on record: {@link
 * Retired}.
 *
 * @param age files that were last written before that go; null for none
 * @param bytes the oldest files go until the archive takes no more on the disk; 0 for no limit
 * @param confirmed what each collector has, as senders write it; a copy needs none of them
 * @param unsent whether blocks that no collector has may go, too
 */
public record Retention(@Nullable Duration age, long bytes, List<Path> confirmed, boolean unsent) {

  /**
   * What a pass came to.
   *
   * @param files that went
   * @param bytes that they took on the disk
   * @param blocks that were in them
   * @param heldBack files that were to go, and are kept: a collector may not have them
   */
  public record Outcome(int files, long bytes, long blocks, int heldBack) {
    static final Outcome NOTHING = new Outcome(0, 0, 0, 0);

    /** Returns whether files went. */
    public boolean any() {
      return files > 0;
    }
  }

  /** A file, and the first block of the one after it. */
  private record Candidate(RollFile file, long next, byte[] hash) {}

  /**
   * Removes what need not be kept. Others may read and write the archive meanwhile.
   *
   * @throws ArchiveException when another process is at it, or the directory is no archive
   * @throws IOException when files cannot be read or removed
   */
  public Outcome apply(Path directory, Instant now) throws IOException {
    ArchiveIdentity identity = ArchiveIdentity.read(directory);
    try (ArchiveLock lock = ArchiveLock.ofRetention(directory)) {
      return apply(directory, identity, now);
    }
  }

  private Outcome apply(Path directory, ArchiveIdentity identity, Instant now) throws IOException {
    Retired retired = Retired.read(directory);
    // What a run that was killed had on record already, and did not remove.
    for (RollFile file : RollFile.list(directory, identity.roll())) {
      if (file.cycle() <= retired.cycle()) {
        Files.deleteIfExists(file.path());
      }
    }
    long confirmedNext = confirmedNext(identity);
    List<RollFile> files = RollFile.list(directory, identity.roll());
    long left = bytes == 0 ? 0 : DiskUse.of(files);
    Outcome outcome = Outcome.NOTHING;
    boolean held = false;
    for (int i = 0; i + 1 < files.size(); i++) {
      RollFile file = files.get(i);
      long size = DiskUse.of(file.path());
      if (!isOld(file, now) && (bytes == 0 || left <= bytes)) {
        break;
      }
      Candidate candidate = held ? null : candidate(file, files.get(i + 1), identity);
      held |= candidate == null || candidate.next() > confirmedNext;
      left -= size;
      if (held) {
        outcome =
            new Outcome(outcome.files(), outcome.bytes(), outcome.blocks(), outcome.heldBack() + 1);
        continue;
      }
      long before = retired.next();
      retired = retire(directory, identity, candidate, retired, now);
      outcome =
          new Outcome(
              outcome.files() + 1,
              outcome.bytes() + size,
              outcome.blocks() + retired.next() - before,
              outcome.heldBack());
    }
    return outcome;
  }

  private long confirmedNext(ArchiveIdentity identity) throws IOException {
    if (unsent || identity.copyOf() != null) {
      return Long.MAX_VALUE;
    }
    long least = confirmed.isEmpty() ? 0 : Long.MAX_VALUE;
    for (Path file : confirmed) {
      least = Math.min(least, Confirmed.next(file, identity.id()));
    }
    return least;
  }

  /** By this machine's clock: what a host says of its own time is no ground to remove anything. */
  private boolean isOld(RollFile file, Instant now) throws IOException {
    return age != null
        && Files.getLastModifiedTime(file.path()).toInstant().isBefore(now.minus(age));
  }

  private static @Nullable Candidate candidate(
      RollFile file, RollFile later, ArchiveIdentity identity) throws IOException {
    try (BlockScanner scanner =
        new BlockScanner(later, identity.roll(), identity.id(), -1, fault -> {})) {
      long at = scanner.first();
      if (at < 0) {
        // It was just begun.
        return null;
      }
      BlockHeader header = scanner.peek(at);
      return new Candidate(file, header.number(), header.previousHash());
    }
  }

  /** Takes note of a file, and removes it. */
  private static Retired retire(
      Path directory, ArchiveIdentity identity, Candidate candidate, Retired before, Instant now)
      throws IOException {
    List<Retired.Begun> recordings = new ArrayList<>(before.recordings());
    long bytes = before.bytes();
    long written = 0;
    try (BlockScanner scanner =
        new BlockScanner(candidate.file(), identity.roll(), identity.id(), -1, fault -> {})) {
      while (scanner.next() == BlockScanner.Step.BLOCK) {
        BlockHeader header = scanner.block().header();
        if (recordings.isEmpty()
            || !recordings.getLast().recording().equals(header.recordingId())) {
          recordings.add(new Retired.Begun(header.recordingId(), header.bootId()));
        }
        bytes += scanner.block().whole().byteSize();
        written = header.written();
      }
    }
    Retired retired =
        new Retired(
            candidate.next() - 1,
            candidate.hash(),
            candidate.file().cycle(),
            bytes,
            Instant.ofEpochSecond(0, written),
            now,
            List.copyOf(recordings));
    retired.write(directory);
    Files.deleteIfExists(candidate.file().path());
    return retired;
  }
}
