// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database through its C interface, in the library that its driver has loaded: it takes rows a
 * chunk of columns at a time. The driver's own appender plans a statement for each 2048 rows, which
 * costs as much as appending them. Used by one thread at a time.
 */
final class NativeDatabase implements AutoCloseable {
  /** {@code sizeof(duckdb_result)}, with room to spare. */
  private static final long RESULT_BYTES = 128;

  private static final long TEXT_BYTES = 1 << 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment database = arena.allocate(ADDRESS);
  private final MemorySegment connection = arena.allocate(ADDRESS);
  private final Map<String, ChunkAppender> appenders = new HashMap<>();

  private Runnable closed = () -> {};

  private NativeDatabase() {}

  /** Has something done once it is closed. */
  void whenClosed(Runnable action) {
    closed = action;
  }

  /**
   * Opens a database file.
   *
   * @throws SQLException with the library's words when it cannot
   */
  static NativeDatabase open(Path file, Map<String, String> settings) throws SQLException {
    NativeDatabase opened = new NativeDatabase();
    boolean done = false;
    try (Arena local = Arena.ofConfined()) {
      MemorySegment config = local.allocate(ADDRESS);
      check(C.state(C.CREATE_CONFIG, config), "no memory");
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        MemorySegment name = local.allocateFrom(setting.getKey());
        MemorySegment value = local.allocateFrom(setting.getValue());
        check(C.state(C.SET_CONFIG, config.get(ADDRESS, 0), name, value), setting.getKey());
      }
      MemorySegment error = local.allocate(ADDRESS);
      MemorySegment path = local.allocateFrom(file.toAbsolutePath().toString());
      int state = C.state(C.OPEN, path, opened.database, config.get(ADDRESS, 0), error);
      C.run(C.DESTROY_CONFIG, config);
      check(state, text(error.get(ADDRESS, 0)));
      check(
          C.state(C.CONNECT, opened.database.get(ADDRESS, 0), opened.connection), "no connection");
      done = true;
      return opened;
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }

  /** Runs statements. */
  void execute(String sql) throws SQLException {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment result = local.allocate(RESULT_BYTES, Long.BYTES);
      int state = C.state(C.QUERY, connection.get(ADDRESS, 0), local.allocateFrom(sql), result);
      String error = state == 0 ? "" : text(C.pointer(C.RESULT_ERROR, result));
      C.run(C.DESTROY_RESULT, result);
      check(state, error);
    }
  }

  /** Returns a text as a literal of a statement. */
  static String literal(String text) {
    return "'" + text.replace("'", "''").replace('\0', '?') + "'";
  }

  /** Returns what appends to a table. */
  ChunkAppender appender(String table) throws SQLException {
    ChunkAppender known = appenders.get(table);
    if (known == null) {
      known = ChunkAppender.open(connection.get(ADDRESS, 0), table);
      appenders.put(table, known);
    }
    return known;
  }

  /** Hands all that was appended to the transaction. */
  void flush() throws SQLException {
    for (ChunkAppender appender : appenders.values()) {
      appender.flush();
    }
  }

  /** Closes the file; what was not committed is gone. */
  @Override
  public void close() {
    appenders.values().forEach(ChunkAppender::close);
    appenders.clear();
    if (connection.get(ADDRESS, 0).address() != 0) {
      C.run(C.DISCONNECT, connection);
    }
    if (database.get(ADDRESS, 0).address() != 0) {
      C.run(C.CLOSE, database);
    }
    arena.close();
    closed.run();
  }

  static void check(int state, String otherwise) throws SQLException {
    if (state != 0) {
      throw new SQLException(otherwise);
    }
  }

  static String text(MemorySegment address) {
    return address.address() == 0
        ? "it says nothing"
        : address.reinterpret(TEXT_BYTES).getString(0, StandardCharsets.UTF_8);
  }

  /** The functions of {@code duckdb.h}. A state is 0 where all is well. */
  static final class C {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = SymbolLookup.loaderLookup();

    static final MethodHandle CREATE_CONFIG = state("duckdb_create_config", ADDRESS);
    static final MethodHandle SET_CONFIG = state("duckdb_set_config", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle DESTROY_CONFIG = nothing("duckdb_destroy_config", ADDRESS);
    static final MethodHandle OPEN = state("duckdb_open_ext", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle CLOSE = nothing("duckdb_close", ADDRESS);
    static final MethodHandle CONNECT = state("duckdb_connect", ADDRESS, ADDRESS);
    static final MethodHandle DISCONNECT = nothing("duckdb_disconnect", ADDRESS);
    static final MethodHandle QUERY = state("duckdb_query", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle RESULT_ERROR = pointer("duckdb_result_error", ADDRESS);
    static final MethodHandle DESTROY_RESULT = nothing("duckdb_destroy_result", ADDRESS);
    static final MethodHandle APPENDER =
        state("duckdb_appender_create", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle COLUMNS =
        of("duckdb_appender_column_count", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    static final MethodHandle COLUMN_TYPE =
        pointer("duckdb_appender_column_type", ADDRESS, JAVA_LONG);
    static final MethodHandle APPEND = state("duckdb_append_data_chunk", ADDRESS, ADDRESS);
    static final MethodHandle FLUSH = state("duckdb_appender_flush", ADDRESS);
    static final MethodHandle APPENDER_ERROR = pointer("duckdb_appender_error", ADDRESS);
    static final MethodHandle DESTROY_APPENDER = state("duckdb_appender_destroy", ADDRESS);
    static final MethodHandle TYPE = state("duckdb_get_type_id", ADDRESS);
    static final MethodHandle DESTROY_TYPE = nothing("duckdb_destroy_logical_type", ADDRESS);
    static final MethodHandle CHUNK = pointer("duckdb_create_data_chunk", ADDRESS, JAVA_LONG);
    static final MethodHandle DESTROY_CHUNK = nothing("duckdb_destroy_data_chunk", ADDRESS);
    static final MethodHandle RESET = nothing("duckdb_data_chunk_reset", ADDRESS);
    static final MethodHandle SIZE = nothing("duckdb_data_chunk_set_size", ADDRESS, JAVA_LONG);
    static final MethodHandle VECTOR = pointer("duckdb_data_chunk_get_vector", ADDRESS, JAVA_LONG);
    static final MethodHandle DATA = pointer("duckdb_vector_get_data", ADDRESS);
    static final MethodHandle NULLABLE = nothing("duckdb_vector_ensure_validity_writable", ADDRESS);
    static final MethodHandle VALIDITY = pointer("duckdb_vector_get_validity", ADDRESS);
    static final MethodHandle CHILD = pointer("duckdb_list_vector_get_child", ADDRESS);
    static final MethodHandle RESERVE = state("duckdb_list_vector_reserve", ADDRESS, JAVA_LONG);
    static final MethodHandle LENGTH = state("duckdb_list_vector_set_size", ADDRESS, JAVA_LONG);

    private C() {}

    private static MethodHandle state(String name, MemoryLayout... arguments) {
      return of(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle pointer(String name, MemoryLayout... arguments) {
      return of(name, FunctionDescriptor.of(ADDRESS, arguments));
    }

    private static MethodHandle nothing(String name, MemoryLayout... arguments) {
      return of(name, FunctionDescriptor.ofVoid(arguments));
    }

    private static MethodHandle of(String name, FunctionDescriptor function) {
      return LINKER.downcallHandle(LIBRARY.findOrThrow(name), function);
    }

    static int state(MethodHandle function, Object... arguments) {
      return (int) result(function, arguments);
    }

    static long count(MethodHandle function, Object... arguments) {
      return (long) result(function, arguments);
    }

    static MemorySegment pointer(MethodHandle function, Object... arguments) {
      return (MemorySegment) result(function, arguments);
    }

    static void run(MethodHandle function, Object... arguments) {
      invoke(function, arguments);
    }

    private static Object result(MethodHandle function, Object... arguments) {
      Object result = invoke(function, arguments);
      if (result == null) {
        throw new IllegalStateException("a function without a result");
      }
      return result;
    }

    private static @Nullable Object invoke(MethodHandle function, Object... arguments) {
      try {
        return function.invokeWithArguments(arguments);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
