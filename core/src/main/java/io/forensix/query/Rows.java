// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.timeline.WallClock;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds rows to the tables: {@code rows.to("host").add(1).end()}. They go through a loader. */
final class Rows {
  private final Loader loader;
  private RowBatch batch;
  private WallClock clock = new WallClock();

  Rows(Loader loader) throws SQLException {
    this.loader = loader;
    batch = loader.take();
  }

  /** Times are shown by this clock from here on. */
  void clock(WallClock next) {
    clock = next;
  }

  /** Begins a row. */
  Rows to(String table) {
    batch.begin(table);
    return this;
  }

  Rows add(int value) {
    batch.add(value);
    return this;
  }

  Rows small(int value) {
    batch.small(value);
    return this;
  }

  Rows add(long value) {
    batch.add(value);
    return this;
  }

  Rows add(boolean value) {
    batch.add(value);
    return this;
  }

  Rows nothing() {
    batch.nothing();
    return this;
  }

  Rows add(@Nullable String value) {
    if (value == null) {
      return nothing();
    }
    batch.add(value);
    return this;
  }

  Rows add(@Nullable UUID value) {
    if (value == null) {
      return nothing();
    }
    batch.add(value);
    return this;
  }

  Rows add(byte @Nullable [] value) {
    if (value == null) {
      return nothing();
    }
    batch.add(value);
    return this;
  }

  Rows add(List<String> value) {
    batch.add(value);
    return this;
  }

  Rows add(int value, boolean known) {
    return known ? add(value) : nothing();
  }

  Rows add(long value, boolean known) {
    return known ? add(value) : nothing();
  }

  /** Adds a time of the recording, ns of CLOCK_MONOTONIC; nothing for 0. */
  Rows time(long monotonic) {
    if (monotonic == 0) {
      return nothing();
    }
    batch.time(clock.realtime(monotonic));
    return this;
  }

  /** Ends a row. */
  void end() {
    batch.end();
    if (batch.full()) {
      handOver(null);
    }
  }

  /** Has a step run after the rows that were added so far, and before those that will be. */
  void then(Loader.Step step) {
    handOver(step);
  }

  private void handOver(Loader.@Nullable Step step) {
    try {
      loader.put(batch, step);
      batch = loader.take();
    } catch (SQLException e) {
      throw new UncheckedSqlException(e);
    }
  }
}
