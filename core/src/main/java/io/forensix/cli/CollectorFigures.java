// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.ArchiveState;
import io.forensix.metrics.Health;
import io.forensix.metrics.Metrics;
import io.forensix.stream.Collector;
import io.forensix.stream.HostTally;
import io.forensix.stream.trust.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What hosts have sent, and what the collector keeps of each. */
final class CollectorFigures {
  private static final double MILLIS = 1e3;

  private final Path store;
  private final long reserveBytes;
  private final Collector collector;
  private final Credentials credentials;
  private final Glance<Map<String, ArchiveState>> copies = new Glance<>(Map.of(), this::look);

  CollectorFigures(Path store, long reserveBytes, Collector collector, Credentials credentials) {
    this.store = store;
    this.reserveBytes = reserveBytes;
    this.collector = collector;
    this.credentials = credentials;
  }

  private Map<String, ArchiveState> look() throws IOException {
    Map<String, ArchiveState> found = new TreeMap<>();
    try (Stream<Path> folders = Files.list(store)) {
      for (Path folder : (Iterable<Path>) folders::iterator) {
        if (ArchiveIdentity.isArchive(folder)) {
          found.put(folder.getFileName().toString(), ArchiveState.of(folder));
        }
      }
    }
    return found;
  }

  private Map<String, Double> ofHosts(ToDoubleFunction<HostTally> value) {
    Map<String, Double> all = new TreeMap<>();
    collector.hosts().forEach((host, tally) -> all.put(host, value.applyAsDouble(tally)));
    return all;
  }

  private Map<String, Double> ofCopies(ToDoubleFunction<ArchiveState> value) {
    Map<String, Double> all = new TreeMap<>();
    copies.get().forEach((host, state) -> all.put(host, value.applyAsDouble(state)));
    return all;
  }

  void fill(Metrics metrics) {
    String host = "host";
    metrics
        .counters("collector_blocks", "Blocks added.", host, () -> ofHosts(HostTally::blocks))
        .counters("collector_bytes", "Bytes of them.", host, () -> ofHosts(HostTally::bytes))
        .counters("collector_sessions", "Connections.", host, () -> ofHosts(HostTally::sessions))
        .counters("collector_refused", "Sent away.", host, () -> ofHosts(HostTally::refused))
        .counter(
            "collector_strangers",
            "Sent away before it was known who they are.",
            collector::strangers)
        .gauges(
            "collector_connected",
            "1 while the host is connected.",
            host,
            () -> ofHosts(tally -> tally.connected() ? 1 : 0))
        .gauges(
            "collector_last_block_timestamp_seconds",
            "When a block came last, by the collector's clock.",
            host,
            () -> ofHosts(tally -> tally.last().toEpochMilli() / MILLIS))
        .gauges(
            "collector_durable_block",
            "The number of the block that is wanted next: those before it are on the disk.",
            host,
            () -> ofCopies(ArchiveState::blocks))
        .gauges(
            "collector_first_block",
            "The number of the first block that is kept.",
            host,
            () -> ofCopies(ArchiveState::retired))
        .gauges(
            "collector_disk_bytes",
            "Disk that the copy takes.",
            host,
            () -> ofCopies(ArchiveState::diskBytes))
        .gauge("disk_free_bytes", "Disk that is left in the store.", this::free);
  }

  private double free() {
    try {
      return Files.getFileStore(store).getUsableSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  Health health() {
    List<String> problems = new ArrayList<>();
    if (!(free() > reserveBytes)) {
      problems.add("the file system of %s is full: %.0f bytes are free".formatted(store, free()));
    }
    String fault = credentials.ownFault();
    if (fault != null) {
      problems.add("the collector's own certificate is of no use: " + fault);
    }
    if (!copies.trouble().isEmpty()) {
      problems.add("the copies cannot be looked at: " + copies.trouble());
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("store", store.toString());
    facts.put("copies", Integer.toString(copies.get().size()));
    facts.put(
        "connected",
        Long.toString(collector.hosts().values().stream().filter(HostTally::connected).count()));
    return new Health("collector", problems, facts);
  }
}
