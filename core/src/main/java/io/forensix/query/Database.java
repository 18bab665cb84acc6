// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The file with the tables of an archive. Many processes may read it, or one write it; who follows
 * an archive that grows has it open only for as long as a transaction takes.
 */
public final class Database {
  private static final String NAME = "forensix.duckdb";

  /** Longer than a transaction takes, of who follows an archive. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How often who waits looks again. */
  static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** What a question may hold of the tables: the machine has other things to do. */
  private static final String READ_MEMORY = "512MB";

  /** What a question may put on the disk beyond that: it is not to fill it. */
  private static final String SPILL = "4GB";

  /** What a connection says of itself alone: how far a question is. */
  private static final String MEASURED =
      "'enable_progress_bar', 'enable_progress_bar_print', 'progress_bar_time'";

  /** What loading may hold, beside the fold: a transaction goes to the file as it grows. */
  private static final String LOAD_MEMORY = "1GB";

  /** What is asked must not be answered from the network, nor an extension be fetched there. */
  private static final Map<String, String> CLOSED =
      Map.of(
          "autoinstall_known_extensions", "false",
          "autoload_known_extensions", "false",
          "allow_community_extensions", "false");

  private Database() {}

  /** Returns where the tables of an archive are, unless somebody says otherwise. */
  public static Path of(Path archive) {
    return archive.resolve(NAME);
  }

  /**
   * Opens the tables, and makes them where there are none.
   *
   * @param turn is taken, and has to be given back when they are closed
   */
  static DuckDBConnection write(Path file, Turns.Turn turn) throws IndexException {
    return open(file, turn, new Properties());
  }

  /**
   * Opens the tables to load rows into them, in a transaction.
   *
   * @param patient whether to wait for who reads them, however long that takes
   */
  static NativeDatabase load(Path file, boolean patient) throws IndexException {
    // A checkpoint after each transaction would rewrite what the next one appends to.
    Map<String, String> settings = new HashMap<>(CLOSED);
    settings.put("checkpoint_threshold", "1GB");
    settings.put("memory_limit", LOAD_MEMORY);
    Turns.Turn turn = Turns.of(file).writing();
    return open(
        file,
        turn,
        () -> {
          NativeDatabase opened = NativeDatabase.open(file, settings);
          opened.execute("BEGIN");
          opened.whenClosed(turn::giveBack);
          return opened;
        },
        patient ? Long.MAX_VALUE : PATIENCE_NANOS);
  }

  /**
   * Opens the tables to read: nothing in them, and no other file, can be changed or read by what is
   * asked, except that one file may be written.
   *
   * @param turn is taken, and has to be given back when they are closed
   * @param streamed whether a long answer is handed on as it comes; what then goes wrong in the
   *     middle the database does not tell
   */
  static DuckDBConnection read(Path file, Turns.Turn turn, boolean streamed, Path... writable)
      throws IndexException {
    if (!Files.exists(file)) {
      throw new IndexException(
          IndexException.Kind.MISSING, file + ": the archive is not indexed: use forensix index");
    }
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    properties.setProperty("memory_limit", READ_MEMORY);
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, Boolean.toString(streamed));
    DuckDBConnection connection = open(file, turn, properties);
    boolean done = false;
    try {
      version(connection, file);
      try (Statement statement = connection.createStatement()) {
        seal(statement, writable);
      }
      done = true;
      return connection;
    } catch (SQLException e) {
      throw closing(connection, failed(file, e));
    } catch (IndexException e) {
      throw closing(connection, e);
    } finally {
      if (!done) {
        turn.giveBack();
      }
    }
  }

  /** All who read in one process share an instance, which who came first has sealed. */
  private static synchronized void seal(Statement statement, Path... writable) throws SQLException {
    if (writable.length == 0 && sealed(statement)) {
      return;
    }
    for (Path path : writable) {
      String name = path.toAbsolutePath().toString().replace("'", "''");
      statement.execute("SET allowed_paths = ['" + name + "']");
    }
    statement.execute("SET allowed_configs = [" + MEASURED + "]");
    statement.execute("SET max_temp_directory_size = '" + SPILL + "'");
    statement.execute("SET enable_external_access = false");
    statement.execute("SET lock_configuration = true");
  }

  private static boolean sealed(Statement statement) throws SQLException {
    try (ResultSet setting =
        statement.executeQuery("SELECT current_setting('lock_configuration')")) {
      return setting.next() && setting.getBoolean(1);
    }
  }

  private static IndexException closing(Connection connection, IndexException failure) {
    try {
      connection.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static void version(Connection connection, Path file)
      throws SQLException, IndexException {
    int found = -1;
    try (Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery("SELECT 1 FROM duckdb_tables() WHERE table_name = 'progress'")) {
      if (tables.next()) {
        try (ResultSet version = statement.executeQuery("SELECT version FROM progress")) {
          found = version.next() ? version.getInt(1) : -1;
        }
      }
    }
    if (found != Schema.VERSION) {
      throw new IndexException(
          IndexException.Kind.MISSING,
          file + ": tables of another version, or not yet any: use forensix index --rebuild");
    }
  }

  private static DuckDBConnection open(Path file, Turns.Turn turn, Properties properties)
      throws IndexException {
    properties.putAll(CLOSED);
    String url = "jdbc:duckdb:" + file.toAbsolutePath();
    return open(
        file,
        turn,
        () -> new DuckDBDriver().connect(url, properties).unwrap(DuckDBConnection.class),
        PATIENCE_NANOS);
  }

  /** Something that opens the file. */
  @FunctionalInterface
  private interface Opener<T> {
    T open() throws SQLException;
  }

  private static <T> T open(Path file, Turns.Turn turn, Opener<T> opener, long patience)
      throws IndexException {
    long began = System.nanoTime();
    while (true) {
      long left = patience - (System.nanoTime() - began);
      if (!turn.take(left)) {
        throw busy(file, null);
      }
      boolean done = false;
      try {
        T opened = opener.open();
        done = true;
        return opened;
      } catch (SQLException e) {
        if (!locked(e)) {
          throw failed(file, e);
        }
        if (System.nanoTime() - began > patience) {
          throw busy(file, e);
        }
      } finally {
        if (!done) {
          turn.giveBack();
        }
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }

  private static IndexException busy(Path file, @Nullable SQLException e) {
    String text = file + ": somebody else has the tables open";
    return e == null
        ? new IndexException(IndexException.Kind.BUSY, text)
        : new IndexException(IndexException.Kind.BUSY, text, e);
  }

  /** By another process; or, within this one, by somebody who is about to close it. */
  private static boolean locked(SQLException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("Could not set lock") || why.contains("different configuration");
  }

  /** Returns what went wrong, for who uses this package. */
  static IndexException failed(Path file, SQLException e) {
    return new IndexException(IndexException.Kind.FAILED, file + ": " + e.getMessage(), e);
  }
}
