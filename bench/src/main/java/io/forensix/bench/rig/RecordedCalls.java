// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import io.forensix.archive.ArchiveReader;
import io.forensix.archive.BlockKind;
import io.forensix.record.CallRecord;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often which thread made which call, by the archive. */
final class RecordedCalls {
  private final Map<Made.Caller, Long> calls = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  private RecordedCalls() {}

  /** Prints how often: lines of thread, number and count, for bench/peers. */
  public static void main(String[] args) throws IOException {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    RecordedCalls recorded = read(Path.of(args[0]));
    recorded.faults.forEach(System.err::println);
    recorded.calls.forEach(
        (caller, n) -> System.out.printf("%d %d %d%n", caller.tid(), caller.nr(), n));
    System.exit(recorded.faults.isEmpty() ? 0 : 1);
  }

  /** Reads the whole archive. */
  static RecordedCalls read(Path archive) throws IOException {
    RecordedCalls recorded = new RecordedCalls();
    RecordCursor cursor = new RecordCursor(corrupt -> recorded.faults.add(corrupt.toString()));
    try (ArchiveReader reader =
        ArchiveReader.open(archive, fault -> recorded.faults.add(fault.toString()))) {
      while (reader.next()) {
        if (reader.block().header().kind() == BlockKind.RECORDS) {
          reader.block().records(cursor);
          while (cursor.next()) {
            if (cursor.type() == RecordType.CALL) {
              recorded.add((CallRecord) cursor.record());
            }
          }
        }
      }
    }
    return recorded;
  }

  private void add(CallRecord call) {
    calls.merge(new Made.Caller(call.tid(), call.nr()), 1L, Long::sum);
  }

  /** Returns how many of the calls that a workload counted are there, those of others not. */
  long of(Made made) {
    return made.calls().keySet().stream().mapToLong(c -> calls.getOrDefault(c, 0L)).sum();
  }

  /** Returns the calls of which there are more or fewer than were made. */
  List<String> differences(Made made) {
    return made.calls().entrySet().stream()
        .filter(entry -> !calls.getOrDefault(entry.getKey(), 0L).equals(entry.getValue()))
        .map(entry ->
            "thread %d call %d: made %d, recorded %d"
                .formatted(
                    entry.getKey().tid(),
                    entry.getKey().nr(),
                    entry.getValue(),
                    calls.getOrDefault(entry.getKey(), 0L)))
        .toList();
  }

  /** Returns what is wrong with the archive. */
  List<String> faults() {
    return faults;
  }
}
