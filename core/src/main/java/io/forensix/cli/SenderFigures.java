// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Backlog;
import io.forensix.metrics.Health;
import io.forensix.metrics.Metrics;
import io.forensix.stream.Sender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the sender has sent, and what it has before it. */
final class SenderFigures {
  /** A collector that is this far behind is not there for us. */
  private static final Duration LAG_MAX = Duration.ofMinutes(5);

  private final Path archive;
  private final Sender sender;
  private final Glance<Backlog> backlog;

  SenderFigures(Path archive, Sender sender) {
    this.archive = archive;
    this.sender = sender;
    backlog =
        new Glance<>(
            new Backlog(0, 0, Instant.now()),
            () -> Backlog.of(archive, sender.state().sent().durable(), Instant.now()));
  }

  void fill(Metrics metrics) {
    metrics
        .counter("sender_blocks", "Blocks sent, once for each time.", () -> sent().blocks())
        .counter("sender_bytes", "Bytes of these blocks.", () -> sent().bytes())
        .counter("sender_wire_bytes", "Bytes that they took on the way.", () -> sent().wireBytes())
        .counter("sender_retries", "Connections tried again.", () -> sender.state().retries())
        .gauge("sender_connected", "1 with a collector.", () -> sender.state().connected() ? 1 : 0)
        .gauge(
            "sender_durable_block",
            "The first that the collector may not have on its disk.",
            () -> sent().durable())
        .gauge("sender_lag_blocks", "Blocks that it may not have.", () -> backlog.get().blocks())
        .gauge("sender_lag_bytes", "Bytes that it may not have.", () -> backlog.get().bytes())
        .gauge("sender_lag_seconds", "How old the first of them is.", this::lag);
  }

  private Sender.Sent sent() {
    return sender.state().sent();
  }

  private double lag() {
    return backlog.get().ageSeconds(Instant.now());
  }

  Health health() {
    Sender.State state = sender.state();
    List<String> problems = new ArrayList<>();
    if (!state.connected()) {
      problems.add("no collector: " + state.trouble());
    }
    if (!backlog.trouble().isEmpty()) {
      problems.add("the archive cannot be looked at: " + backlog.trouble());
    }
    if (lag() > LAG_MAX.toSeconds()) {
      problems.add(
          "%d blocks are not with the collector, the oldest since %s"
              .formatted(backlog.get().blocks(), backlog.get().oldest()));
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("archive", archive.toString());
    facts.put("durable", Long.toString(state.sent().durable()));
    facts.put("lag_blocks", Long.toString(backlog.get().blocks()));
    return new Health("sender", problems, facts);
  }
}
