// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/** The tables of an archive, to be asked. Nothing can be changed through this. */
public final class Tables implements AutoCloseable {
  private final DuckDBConnection connection;
  private final Turns turns;
  private final Turns.Turn turn;
  private volatile @Nullable Statement running;
  private boolean closed;

  private Tables(Path file, boolean streamed, Path... writable) throws IndexException {
    turns = Turns.of(file);
    turn = turns.reading();
    connection = Database.read(file, turn, streamed, writable);
  }

  /**
   * Opens the tables.
   *
   * @param file where they are
   * @throws IndexException when there are none, or somebody writes them for too long
   */
  public static Tables open(Path file) throws IndexException {
    return new Tables(file, true);
  }

  /**
   * Opens the tables so that one other file, and no more, can be written by COPY.
   *
   * @throws IndexException when there are none, or somebody writes them for too long
   */
  public static Tables open(Path file, Path writable) throws IndexException {
    return new Tables(file, true, writable);
  }

  /**
   * Opens the tables for questions with short answers: each is there as a whole, or not at all.
   *
   * @throws IndexException when there are none, or somebody writes them for too long
   */
  public static Tables openWhole(Path file) throws IndexException {
    return new Tables(file, false);
  }

  /** Returns the text of a question of ours. */
  public static String question(String name) {
    return Schema.text("ask/" + name + ".sql");
  }

  /**
   * Asks. Parameters, {@code $name} in the text, are bound to the values: numbers, text, instants.
   * The rows come as they are read, and no more of them come once something else is asked.
   *
   * @throws IndexException when the question is wrong, or the database fails
   */
  public Answer ask(String sql, Map<String, ?> values) throws IndexException {
    PreparedStatement statement = run(sql, values);
    try {
      ResultSet rows = statement.getResultSet();
      if (rows == null) {
        throw new SQLException("a statement that answers nothing");
      }
      return new Answer(statement, rows);
    } catch (SQLException e) {
      throw failed(statement, e);
    }
  }

  /**
   * Likewise, but rows beyond a limit, and texts and bytes beyond a width, never come here: a width
   * is in characters, or bytes.
   */
  public Answer ask(String sql, Map<String, ?> values, long limit, int width)
      throws IndexException {
    return ask(cut(sql, limit, width), values);
  }

  /** Returns a statement that cuts what another one answers; the same where that has no columns. */
  private String cut(String sql, long limit, int width) throws IndexException {
    StringBuilder cut = new StringBuilder();
    StringBuilder names = new StringBuilder();
    try (PreparedStatement statement = connection.prepareStatement(NamedParameters.of(sql).sql())) {
      ResultSetMetaData meta = statement.getMetaData();
      if (meta == null) {
        return sql;
      }
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        String type = meta.getColumnTypeName(i);
        String column = "c" + i;
        String value =
            type.equals("VARCHAR")
                ? "left(" + column + ", " + width + ")"
                : type.equals("BLOB") ? column + "[1:" + width + "]" : column;
        String label = meta.getColumnLabel(i).replace("\"", "\"\"");
        cut.append(i == 1 ? "" : ", ").append(value).append(" AS \"").append(label).append('"');
        names.append(i == 1 ? "" : ", ").append(column);
      }
    } catch (SQLException e) {
      throw failed(null, e);
    }
    String body = sql.strip().replaceFirst(";\\s*$", "");
    String all = "SELECT " + cut + " FROM (\n" + body + "\n) AS t(" + names + ") LIMIT " + limit;
    try (PreparedStatement tried = connection.prepareStatement(NamedParameters.of(all).sql())) {
      return tried.getMetaData() == null ? sql : all;
    } catch (SQLException e) {
      // What is no SELECT (EXPLAIN, SHOW) can be no part of one.
      return sql;
    }
  }

  private PreparedStatement run(String sql, Map<String, ?> values) throws IndexException {
    NamedParameters named = NamedParameters.of(sql);
    PreparedStatement statement = null;
    try {
      statement = connection.prepareStatement(named.sql());
      running = statement;
      for (int i = 0; i < named.names().size(); i++) {
        bind(statement, i + 1, named.names().get(i), values);
      }
      statement.execute();
      return statement;
    } catch (SQLException e) {
      throw failed(statement, e);
    }
  }

  private static IndexException failed(@Nullable Statement statement, SQLException e) {
    IndexException failure = IndexException.question(e);
    close(statement, failure);
    return failure;
  }

  private static void close(@Nullable Statement statement, Exception failure) {
    try {
      if (statement != null) {
        statement.close();
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static void bind(
      PreparedStatement statement, int number, String name, Map<String, ?> values)
      throws SQLException, IndexException {
    if (!values.containsKey(name)) {
      throw new IndexException(
          IndexException.Kind.QUESTION,
          "the question has a parameter $"
              + name
              + " without a value: --pid, --from, --to, --at, or --set NAME=VALUE");
    }
    Object value = values.get(name);
    if (value instanceof Instant time) {
      statement.setObject(number, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    } else {
      statement.setObject(number, value);
    }
  }

  /**
   * Writes what answers a question to a Parquet file, which has to be the writable one.
   *
   * @throws IndexException when the question is wrong, or the file cannot be written
   */
  public void parquet(String sql, Map<String, ?> values, Path file) throws IndexException {
    String name = file.toAbsolutePath().toString().replace("'", "''");
    String body = sql.strip().replaceFirst(";\\s*$", "");
    try {
      run("COPY (\n" + body + "\n) TO '" + name + "' (FORMAT parquet)", values).close();
    } catch (SQLException e) {
      throw new IndexException(IndexException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns when the first recording began, as far as is known.
   *
   * @throws IndexException when the database fails
   */
  public Optional<Instant> began() throws IndexException {
    try (Answer answer = ask("SELECT min(began) FROM recording", Map.of())) {
      return answer.next() && !answer.text(0).isEmpty()
          ? Optional.of(Instant.parse(answer.text(0)))
          : Optional.empty();
    }
  }

  /**
   * Returns when the last thing on record was, as far as is known.
   *
   * @throws IndexException when the database fails
   */
  public Optional<Instant> ended() throws IndexException {
    try (Answer answer = ask(question("end"), Map.of())) {
      return answer.next() && !answer.text(0).isEmpty()
          ? Optional.of(Instant.parse(answer.text(0)))
          : Optional.empty();
    }
  }

  /**
   * Returns how many records are lost of a time; -1: the archive is damaged, and nobody knows.
   *
   * @param from from when; null for the beginning
   * @param to before when; null for the end
   * @throws IndexException when the database fails
   */
  public long lost(@Nullable Object from, @Nullable Object to) throws IndexException {
    Map<String, @Nullable Object> time = new HashMap<>();
    time.put("from", from);
    time.put("to", to);
    try (Answer answer = ask(question("losses"), time)) {
      answer.next();
      long records = answer.number(0);
      return records == 0 && answer.number(1) > 0 ? -1 : records;
    }
  }

  /**
   * Has questions tell how far they are, from now on.
   *
   * @throws IndexException when the database fails
   */
  public void measure() throws IndexException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET enable_progress_bar = true");
      statement.execute("SET enable_progress_bar_print = false");
      statement.execute("SET progress_bar_time = 0");
    } catch (SQLException e) {
      throw new IndexException(IndexException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns how many percent of what another thread asks are done, where that is known. */
  public OptionalDouble progress() {
    try {
      if (running instanceof DuckDBPreparedStatement now && !now.isClosed()) {
        double percent = now.getQueryProgress().getPercentage();
        return percent < 0 ? OptionalDouble.empty() : OptionalDouble.of(percent);
      }
    } catch (SQLException e) {
      // It has just ended.
    }
    return OptionalDouble.empty();
  }

  /** Ends the question that another thread asks. */
  public void cancel() throws IndexException {
    try {
      Statement now = running;
      if (now != null && !now.isClosed()) {
        now.cancel();
      }
    } catch (SQLException e) {
      throw new IndexException(IndexException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Keeps the file open beyond this, so that who asks next finds it so; until somebody in this
   * process writes to it, or {@link #forget} is called. Other processes cannot write meanwhile.
   *
   * @throws IndexException when the database fails
   */
  public void keep() throws IndexException {
    try {
      Connection kept = connection.duplicate();
      if (!turns.keep(() -> close(kept))) {
        kept.close();
      }
    } catch (SQLException e) {
      throw new IndexException(IndexException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Closes a file that is kept open. */
  public static void forget(Path file) {
    Turns.of(file).drop();
  }

  private static void close(Connection kept) {
    try {
      kept.close();
    } catch (SQLException e) {
      throw new UncheckedSqlException(e);
    }
  }

  @Override
  public void close() throws IndexException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IndexException(IndexException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    } finally {
      turn.giveBack();
    }
  }
}
