// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Database;
import io.forensix.query.IndexException;
import io.forensix.query.Tables;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which archive is asked, and where its tables are. */
final class TablesOption {
  @Parameters(
      index = "0",
      paramLabel = "ARCHIVE",
      description = "The directory of the archive; forensix index has filled its tables.")
  private Path directory;

  @Option(
      names = "--index",
      paramLabel = "FILE",
      description = "Where the tables are (in the directory of the archive).")
  private @Nullable Path file;

  Path directory() {
    return directory;
  }

  Path file() {
    return file == null ? Database.of(directory) : file;
  }

  Tables open() throws IndexException {
    return Tables.open(file());
  }

  /** Reads a time as people write it; null stays null. */
  static @Nullable Instant time(Tables tables, @Nullable String text) throws IndexException {
    if (text == null) {
      return null;
    }
    DayTime times = new DayTime(ZoneId.systemDefault());
    return times.parse(text, tables.began().orElse(Instant.EPOCH));
  }
}
