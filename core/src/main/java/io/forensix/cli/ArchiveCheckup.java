// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveException;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.ArchiveState;
import io.forensix.archive.BlockKind;
import io.forensix.archive.Confirmed;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.ring.KernelClock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks at the clocks, and at an archive and its disk. */
final class ArchiveCheckup {
  /** No clock that shows less is right. */
  private static final Instant THIS_IS_LATER = Instant.parse("2025-01-01T00:00:00Z");

  /** With less room than this, or this part of the disk, somebody should know. */
  private static final long LOW_BYTES = 1L << 30;

  private static final int LOW_PART = 10;

  /** What the wall clock may be wrong, or was set by, before it is worth a word. */
  private static final Duration OFF = Duration.ofSeconds(1);

  private final Findings findings;

  ArchiveCheckup(Findings findings) {
    this.findings = findings;
  }

  void clock(Instant now, KernelClock clock) {
    if (now.isBefore(THIS_IS_LATER)) {
      findings.fail("clock", "it shows " + now, "set it, and have something keep it: chrony");
    } else if (!clock.synchronised()) {
      findings.warn(
          "clock",
          "nothing keeps it right: times of different machines cannot be compared",
          "apt-get install chrony, or timedatectl set-ntp true");
    } else if (clock.errorMicros() > OFF.toMillis() * 1_000) {
      findings.warn(
          "clock",
          "it may be wrong by %.1f s".formatted(clock.errorMicros() / 1e6),
          "chronyc tracking, or timedatectl timesync-status, says why");
    } else {
      findings.ok("clock", "kept, to within %.3f s".formatted(clock.errorMicros() / 1e6));
    }
  }

  /** Looks at an archive, or where one is to be. */
  void archive(Path directory, KernelClock clock) {
    try {
      disk(directory);
      if (!Files.exists(directory)) {
        findings.warn("archive", "there is no " + directory + " yet", "forensix record makes it");
        return;
      }
      ArchiveState state = ArchiveState.of(directory);
      findings.ok(
          "archive",
          "%s: blocks %,d to %,d in %d files, %,d bytes of disk"
              .formatted(
                  directory,
                  state.retired(),
                  state.blocks() - 1,
                  state.files(),
                  state.diskBytes()));
      confirmed(directory, state);
      steps(directory, clock);
    } catch (ArchiveException e) {
      findings.fail("archive", String.valueOf(e.getMessage()), "forensix verify " + directory);
    } catch (IOException | RuntimeException e) {
      findings.fail(
          "archive",
          directory + " cannot be looked at: " + e.getMessage(),
          "look at its permissions; use sudo");
    }
  }

  private void disk(Path directory) throws IOException {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    FileStore store = Files.getFileStore(there);
    long free = store.getUsableSpace();
    String text =
        "%s (%s): %,d of %,d bytes are free"
            .formatted(there, store.type(), free, store.getTotalSpace());
    String todo = "make room, or keep less: record --max-bytes, --max-age";
    if (free < ArchiveOptions.RESERVE_BYTES) {
      findings.fail("disk", text, todo);
    } else if (free < LOW_BYTES || free < store.getTotalSpace() / LOW_PART) {
      findings.warn("disk", text, todo);
    } else if (store.type().equals("tmpfs")) {
      findings.warn("disk", text, "it is gone with the next boot: record to a disk");
    } else {
      findings.ok("disk", text);
    }
  }

  private void confirmed(Path directory, ArchiveState state) throws IOException {
    Path file = Confirmed.file(directory);
    if (!Files.exists(file)) {
      return;
    }
    long next = Confirmed.next(file, state.id());
    if (next < state.blocks()) {
      findings.warn(
          "collector",
          "it has %,d blocks of %,d".formatted(next, state.blocks()),
          "is forensix send running? Its log says what is in the way");
    } else {
      findings.ok("collector", "it has all %,d blocks".formatted(next));
    }
  }

  /** Was the wall clock set since recording began? Records have the monotonic one, which is not. */
  private void steps(Path directory, KernelClock clock) throws IOException {
    RecordingMeta meta = lastMeta(directory).orElse(null);
    if (meta == null || !meta.bootId().equals(HostIdentity.read().bootId())) {
      return;
    }
    Duration step = Duration.ofNanos(clock.wallAtZero() - (meta.realtime() - meta.monotonic()));
    if (step.abs().compareTo(OFF) > 0) {
      findings.warn(
          "clock steps",
          "the wall clock moved by %.1f s against the monotonic one since recording began"
              .formatted(step.toMillis() / 1e3),
          "the order of records is right; what is shown as time of day is off by that");
    } else {
      findings.ok("clock steps", "none since recording began");
    }
  }

  private static Optional<RecordingMeta> lastMeta(Path directory) throws IOException {
    try (ArchiveReader reader = ArchiveReader.open(directory, fault -> {})) {
      reader.seekToLastFile();
      return reader.next() && reader.block().header().kind() == BlockKind.META
          ? Optional.of(reader.block().meta())
          : Optional.empty();
    }
  }
}
