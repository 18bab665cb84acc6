// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The tables of an archive, to be asked. Nothing can be changed through this. */
public final class Tables implements AutoCloseable {
  private final DuckDBConnection connection;
  private volatile @Nullable Statement running;

  private Tables(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * Opens the tables.
   *
   * @param file where they are
   * @throws IndexException when there are none, or somebody writes them for too long
   */
  public static Tables open(Path file) throws IndexException {
    return new Tables(Database.read(file));
  }

  /**
   * Opens the tables so that one other file, and no more, can be written by COPY.
   *
   * @throws IndexException when there are none, or somebody writes them for too long
   */
  public static Tables open(Path file, Path writable) throws IndexException {
    return new Tables(Database.read(file, writable));
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
    String text = String.valueOf(e.getMessage());
    IndexException failure = new IndexException(IndexException.Kind.QUESTION, text, e);
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

  @Override
  public void close() throws IndexException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IndexException(IndexException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
