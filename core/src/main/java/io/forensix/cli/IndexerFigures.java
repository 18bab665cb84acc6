// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Backlog;
import io.forensix.metrics.Health;
import io.forensix.metrics.Metrics;
import io.forensix.query.Indexer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is in the tables, and what of the archive is not. */
final class IndexerFigures implements Indexer.Listener {
  private final Path archive;
  private final Indexer indexer;
  private final Indexer.Listener next;
  private final Glance<Backlog> backlog;
  private volatile long records;
  private volatile long fresh;

  /** Makes one that hands on what it is told. */
  IndexerFigures(Path archive, Indexer indexer, Indexer.Listener next) {
    this.archive = archive;
    this.indexer = indexer;
    this.next = next;
    backlog =
        new Glance<>(
            new Backlog(0, 0, Instant.now()),
            () -> Backlog.of(archive, indexer.blocks(), Instant.now()));
  }

  @Override
  public void reached(long all, long added) {
    records = all;
    fresh = added;
    next.reached(all, added);
  }

  void fill(Metrics metrics) {
    metrics
        .counter("indexer_records", "Records read.", () -> records)
        .counter("indexer_new_records", "Records that were not in the tables.", () -> fresh)
        .gauge("indexer_next_block", "The block that is read next.", indexer::blocks)
        .gauge("indexer_lag_blocks", "Blocks that were not read.", () -> backlog.get().blocks())
        .gauge("indexer_lag_bytes", "Bytes that were not read.", () -> backlog.get().bytes())
        .gauge("indexer_lag_seconds", "How old the first of them is.", this::lag);
  }

  private double lag() {
    return backlog.get().ageSeconds(Instant.now());
  }

  Health health() {
    String trouble = backlog.trouble();
    return new Health(
        "indexer",
        trouble.isEmpty() ? List.of() : List.of("the archive cannot be looked at: " + trouble),
        Map.of("archive", archive.toString(), "lag_blocks", "" + backlog.get().blocks()));
  }
}
