// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file that makes a directory an archive: lines "name value".
 *
 * @param id random, of this archive
 * @param roll how often a new file begins; Chronicle would take any other in silence
 * @param created when the archive was made
 * @param copyOf the host whose archive a collector keeps here; null for one that is recorded
 */
public record ArchiveIdentity(UUID id, Roll roll, Instant created, @Nullable String copyOf) {
  private static final String FILE = "forensix-archive";
  private static final String VERSION = "1";
  private static final String COPY_OF = "copy_of";

  /** Returns whether a directory is an archive. */
  public static boolean isArchive(Path directory) {
    return Files.exists(file(directory));
  }

  static Path file(Path directory) {
    return directory.resolve(FILE);
  }

  /** Returns whether a directory is an archive, of whichever version. */
  public static boolean isIn(Path directory) {
    return Files.isRegularFile(file(directory));
  }

  /**
   * Reads that of a directory.
   *
   * @throws ArchiveException when there is none, or one of another version
   */
  public static ArchiveIdentity read(Path directory) throws IOException {
    Map<String, String> parts;
    try {
      parts = NamedLines.read(file(directory));
    } catch (NoSuchFileException e) {
      throw new ArchiveException(directory + ": not an archive: it has no file " + FILE, e);
    }
    String version = parts.get(FILE);
    if (!VERSION.equals(version)) {
      throw new ArchiveException(
          "%s: archive of version %s; this program reads version %s"
              .formatted(directory, version, VERSION));
    }
    try {
      return new ArchiveIdentity(
          UUID.fromString(parts.getOrDefault("id", "")),
          Roll.valueOf(parts.getOrDefault("roll", "")),
          Instant.parse(parts.getOrDefault("created", "")),
          parts.get(COPY_OF));
    } catch (RuntimeException e) {
      throw new ArchiveDamaged(file(directory) + ": not what it should be: " + parts, e);
    }
  }

  /** Writes it, so that there is either all of it or none. */
  void write(Path directory) throws IOException {
    String text = "%s %s%nid %s%nroll %s%ncreated %s%n".formatted(FILE, VERSION, id, roll, created);
    if (copyOf != null) {
      text += COPY_OF + " " + copyOf + System.lineSeparator();
    }
    NamedLines.write(file(directory), text);
  }
}
