// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.timeline.WallClock;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Appends rows to the tables, within one transaction: {@code rows.to("host").add(1).end()}. */
final class Rows {
  private final DuckDBConnection connection;
  private final Map<String, DuckDBAppender> appenders = new HashMap<>();
  private WallClock clock = new WallClock();
  private @Nullable DuckDBAppender row;
  private long count;

  Rows(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** Times are shown by this clock from here on. */
  void clock(WallClock next) {
    clock = next;
  }

  /** Returns how many rows there were. */
  long count() {
    return count;
  }

  /** Begins a row. */
  Rows to(String table) throws SQLException {
    DuckDBAppender appender = appenders.get(table);
    if (appender == null) {
      appender = connection.createAppender(table);
      appenders.put(table, appender);
    }
    row = appender.beginRow();
    return this;
  }

  private DuckDBAppender row() {
    if (row == null) {
      throw new IllegalStateException("no row was begun");
    }
    return row;
  }

  Rows add(int value) throws SQLException {
    row().append(value);
    return this;
  }

  Rows small(int value) throws SQLException {
    row().append((short) value);
    return this;
  }

  Rows add(long value) throws SQLException {
    row().append(value);
    return this;
  }

  Rows add(boolean value) throws SQLException {
    row().append(value);
    return this;
  }

  Rows nothing() throws SQLException {
    row().appendNull();
    return this;
  }

  Rows add(@Nullable String value) throws SQLException {
    if (value == null) {
      return nothing();
    }
    row().append(value);
    return this;
  }

  Rows add(java.util.@Nullable UUID value) throws SQLException {
    if (value == null) {
      return nothing();
    }
    row().append(value);
    return this;
  }

  Rows add(byte @Nullable [] value) throws SQLException {
    if (value == null) {
      return nothing();
    }
    row().append(value);
    return this;
  }

  Rows add(List<String> value) throws SQLException {
    row().append(value);
    return this;
  }

  Rows add(int value, boolean known) throws SQLException {
    return known ? add(value) : nothing();
  }

  Rows add(long value, boolean known) throws SQLException {
    return known ? add(value) : nothing();
  }

  /** Adds a time of the recording, ns of CLOCK_MONOTONIC; nothing for 0. */
  Rows time(long monotonic) throws SQLException {
    if (monotonic == 0) {
      return nothing();
    }
    row().appendEpochNanos(clock.realtime(monotonic));
    return this;
  }

  void end() throws SQLException {
    row().endRow();
    row = null;
    count++;
  }

  /** Hands all rows to the database; nothing can be added afterwards. */
  void close() throws SQLException {
    for (DuckDBAppender appender : appenders.values()) {
      appender.close();
    }
    appenders.clear();
  }
}
