// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of the queue.
 *
 * @param path where it is
 * @param cycle its number: how many cycles its start is after 1970
 */
record RollFile(Path path, int cycle) {
  private static final String SUFFIX = ".cq4";
  private static final OffsetDateTime YEAR_10000 =
      OffsetDateTime.of(10_000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /**
   * Lists the files of an archive, the oldest first.
   *
   * @throws ArchiveDamaged when a file belongs to another roll cycle
   */
  static List<RollFile> list(Path directory, Roll roll) throws IOException {
    List<RollFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (path.toString().endsWith(SUFFIX)) {
          files.add(of(path, roll));
        }
      }
    }
    files.sort(Comparator.comparingInt(RollFile::cycle));
    return files;
  }

  /** Lists those that were not retired. */
  static List<RollFile> list(Path directory, Roll roll, Retired retired) throws IOException {
    List<RollFile> files = list(directory, roll);
    files.removeIf(file -> file.cycle() <= retired.cycle());
    return files;
  }

  private static RollFile of(Path path, Roll roll) throws ArchiveDamaged {
    String name = path.getFileName().toString();
    String stem = name.substring(0, name.length() - SUFFIX.length());
    try {
      Instant start = LocalDateTime.parse(stem, format(roll)).toInstant(ZoneOffset.UTC);
      return new RollFile(
          path, Math.toIntExact(start.toEpochMilli() / roll.cycle().lengthInMillis()));
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new ArchiveDamaged(
          "%s: not a file of an archive that rolls by %s".formatted(path, roll), e);
    }
  }

  /** Returns the name of the file of a cycle. */
  static String name(Roll roll, int cycle) {
    Instant start = Instant.ofEpochMilli((long) cycle * roll.cycle().lengthInMillis());
    return format(roll).format(start.atOffset(ZoneOffset.UTC)) + SUFFIX;
  }

  /** Returns whether a cycle is one that a file can be of: the names hold years of four digits. */
  static boolean has(Roll roll, int cycle) {
    return cycle >= 0
        && (long) cycle * roll.cycle().lengthInMillis() < YEAR_10000.toInstant().toEpochMilli();
  }

  private static DateTimeFormatter format(Roll roll) {
    return new DateTimeFormatterBuilder()
        .appendPattern(roll.cycle().format())
        .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
        .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
        .toFormatter(java.util.Locale.ROOT);
  }
}
