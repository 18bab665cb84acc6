// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Tables;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when to when. */
final class TimeRange {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only from then on: 12:30:00, 2026-11-23T12:30:00Z, +90, '10 min ago'.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only before then.")
  private @Nullable String to;

  void put(Tables tables, Map<String, @Nullable Object> values) throws IOException {
    values.put("from", TablesOption.time(tables, from));
    values.put("to", TablesOption.time(tables, to));
  }
}
