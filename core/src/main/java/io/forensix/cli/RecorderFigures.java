// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveState;
import io.forensix.metrics.Health;
import io.forensix.metrics.Metrics;
import io.forensix.record.RecordBatch;
import io.forensix.ring.Counters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the recorder has taken, and how its archive and the kernel module are. */
final class RecorderFigures {
  private static final double NANOS = 1e9;

  private final Path archive;
  private final PatientSink sink;
  private final Glance<ArchiveState> state;
  private final Glance<Counters> module;
  private volatile long records;
  private volatile long bytes;
  private volatile long lost;
  private volatile long blocks;

  RecorderFigures(Path archive, PatientSink sink, CountersOption counters) {
    this.archive = archive;
    this.sink = sink;
    state =
        new Glance<>(
            new ArchiveState(new UUID(0, 0), 0, 0, 0, 0, 0), () -> ArchiveState.of(archive));
    module = new Glance<>(new Counters(Map.of(), List.of()), counters::read);
  }

  /** Counts a batch that is in the archive; one thread does. */
  void add(RecordBatch batch) {
    records = records + batch.records();
    bytes = bytes + batch.bytes();
    blocks = blocks + 1;
    if (batch.records() > 0) {
      // Numbers count lost records, too.
      lost = lost + batch.lastSeq() - batch.firstSeq() + 1 - batch.records();
    }
  }

  long records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  long lost() {
    return lost;
  }

  void fill(Metrics metrics) {
    metrics
        .counter("recorder_records", "Records in the archive.", () -> records)
        .counter("recorder_bytes", "Bytes of these records.", () -> bytes)
        .counter("recorder_blocks", "Blocks in the archive, of this run.", () -> blocks)
        .counter("recorder_lost_records", "Records that are missing, and counted.", () -> lost)
        .gauge(
            "recorder_waits_for_room",
            "1 while there is no room for the next block: the kernel holds, or drops.",
            () -> sink.waiting() ? 1 : 0)
        .gauge("archive_blocks", "Number of the next block.", () -> state.get().blocks())
        .gauge("archive_first_block", "Number of the first one kept.", () -> state.get().retired())
        .gauge("archive_files", "Files of the archive.", () -> state.get().files())
        .gauge("archive_disk_bytes", "Disk that it takes.", () -> state.get().diskBytes())
        .gauge("disk_free_bytes", "Disk that is left there.", () -> state.get().freeBytes());
    module(metrics, "module_records", "Records that the kernel wrote.", "records", 1);
    module(metrics, "module_bytes", "Bytes of these records.", "bytes", 1);
    module(metrics, "module_throttled", "How often callers were held.", "throttled", 1);
    module(metrics, "module_throttled_seconds", "How long.", "throttled_ns", NANOS);
    module(metrics, "module_lost_records", "Records without room in a ring.", "lost", 1);
    module(metrics, "module_slow_path", "Trips of the slow path.", "slow_path", 1);
    module(metrics, "module_no_memory", "Allocations that failed.", "no_memory", 1);
    metrics
        .gauge("module_waiting_records", "Not yet taken.", () -> counter("waiting"))
        .gauge("module_waiting_bytes", "Their size: the lag.", () -> counter("waiting_bytes"))
        .gauge("module_held_now", "Callers that are held.", () -> counter("held_now"));
  }

  private void module(Metrics metrics, String name, String help, String counter, double unit) {
    metrics.counter(name, help, () -> counter(counter) / unit);
  }

  private double counter(String name) {
    return module.get().totals().getOrDefault(name, 0L);
  }

  Health health() {
    List<String> problems = new ArrayList<>();
    if (sink.waiting()) {
      problems.add("there is no room for the archive: " + archive);
    }
    if (!module.trouble().isEmpty()) {
      problems.add("the kernel module does not say how it is: " + module.trouble());
    } else if (counter("reader") == 0) {
      problems.add("the kernel module has no reader");
    }
    if (!state.trouble().isEmpty()) {
      problems.add("the archive cannot be looked at: " + state.trouble());
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("archive", archive.toString());
    facts.put("blocks", Long.toString(state.get().blocks()));
    facts.put("lost", Long.toString(lost));
    return new Health("recorder", problems, facts);
  }
}
