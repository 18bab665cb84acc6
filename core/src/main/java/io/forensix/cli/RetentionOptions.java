// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Confirmed;
import io.forensix.archive.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long an archive is kept, as options. */
final class RetentionOptions {
  /** Less than this is no archive: a file alone takes a megabyte. */
  private static final long MIN_BYTES = 8 << 20;

  /** Retired down to this part of the budget, the writer does not wait for it each time. */
  private static final long HEADROOM = 8;

  @Option(
      names = "--max-bytes",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description =
          "The archive may take so much of the disk, as 50G: old files go. While none may go, who is"
              + " recorded is held, or records are lost and counted, as on_stall says.")
  private long maxBytes;

  @Option(
      names = "--max-age",
      paramLabel = "AGE",
      converter = Age.class,
      description = "Files that were last written longer ago go, as 30d.")
  private @Nullable Duration maxAge;

  @Option(
      names = "--confirmed",
      paramLabel = "FILE",
      description =
          "Nothing goes that a collector may not have, as forensix send writes it there; may be given"
              + " for each collector (ARCHIVE/confirmed).")
  private List<Path> confirmed = new ArrayList<>();

  @Option(names = "--unsent", description = "What no collector has may go, too.")
  private boolean unsent;

  /** Returns whether there is a limit at all. */
  boolean any() {
    return maxBytes > 0 || maxAge != null;
  }

  /** Returns the bytes that the archive may take; 0 for no limit. */
  long maxBytes() {
    if (maxBytes != 0 && maxBytes < MIN_BYTES) {
      throw new Failure(ExitCode.USAGE, "--max-bytes wants 8M or more");
    }
    return maxBytes;
  }

  /** Returns what is to be kept of an archive that has just so many bytes at most. */
  Retention exactly(Path archive) {
    return retention(archive, maxBytes());
  }

  /** Returns what is to be kept so that a writer has some room. */
  Retention withHeadroom(Path archive) {
    return retention(archive, maxBytes() - maxBytes() / HEADROOM);
  }

  private Retention retention(Path archive, long bytes) {
    List<Path> files = confirmed.isEmpty() ? List.of(Confirmed.file(archive)) : confirmed;
    return new Retention(maxAge, bytes, files, unsent);
  }
}
