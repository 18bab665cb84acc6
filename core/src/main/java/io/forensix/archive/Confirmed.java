// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * How much of an archive a collector is known to have on its disk: a file that the sender keeps,
 * and that retention reads.
 *
 * @param archive which one
 * @param next number of the first block that the collector may not have
 * @param collector where it is, HOST:PORT
 * @param at when it said so
 */
public record Confirmed(UUID archive, long next, String collector, Instant at) {
  private static final String FILE = "confirmed";
  private static final String VERSION = "1";

  /** Returns where that of an archive is, unless said otherwise. */
  public static Path file(Path directory) {
    return directory.resolve(FILE);
  }

  /**
   * Reads how many blocks of an archive are confirmed: none where the file is missing, is about
   * another archive, or is not what it should be. In doubt a block is kept.
   *
   * @throws IOException when the file is there and cannot be read
   */
  public static long next(Path file, UUID archive) throws IOException {
    try {
      Map<String, String> parts = NamedLines.read(file);
      boolean ours =
          VERSION.equals(parts.get("forensix-" + FILE))
              && archive.toString().equals(parts.get("archive"));
      return ours ? Math.max(0, Long.parseLong(parts.getOrDefault("next", "0"))) : 0;
    } catch (NoSuchFileException | NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Writes it; who keeps the archive may be another user than who sends it.
   *
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    NamedLines.write(
        file,
        """
        forensix-%s %s
        archive %s
        next %d
        collector %s
        at %s
        """
            .formatted(FILE, VERSION, archive, next, collector, at));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
