// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.forensix.query.NativeDatabase.C;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Appends rows to a table. Values go straight into the memory of a chunk of columns; a chunk that
 * is full goes to the database, which copies it.
 */
final class ChunkAppender {
  /** {@code duckdb_vector_size()}. */
  private static final int ROWS = 2048;

  /** A string up to this length stands in its column itself. */
  private static final int INLINE_BYTES = 12;

  private static final int STRING_BYTES = 16;

  /** Room for the strings of a chunk. A chunk ends when half of it is used, so that a row fits. */
  private static final long TEXT_BYTES = 4 << 20;

  /** What a column holds: {@code duckdb_type}, and the bytes of a value. */
  enum Type {
    BOOLEAN(1, 1),
    SMALLINT(3, 2),
    INTEGER(4, 4),
    BIGINT(5, 8),
    UINTEGER(8, 4),
    UBIGINT(9, 8),
    VARCHAR(17, STRING_BYTES),
    BLOB(18, STRING_BYTES),
    TIMESTAMP_NS(22, 8),
    LIST(24, 16),
    UUID(27, 16);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    static Type of(int code) throws SQLException {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new SQLException("a column of a type that is not known here: " + code);
    }
  }

  private static final class Column {
    final Type type;
    final MemorySegment vector;
    MemorySegment data = MemorySegment.NULL;
    MemorySegment valid = MemorySegment.NULL;
    long elements;

    Column(Type type, MemorySegment vector) {
      this.type = type;
      this.vector = vector;
    }

    /** A chunk that was reset may have other memory. */
    void reset() {
      data = C.pointer(C.DATA, vector).reinterpret((long) ROWS * type.bytes);
      C.run(C.NULLABLE, vector);
      valid = C.pointer(C.VALIDITY, vector).reinterpret(ROWS / Byte.SIZE);
      elements = 0;
    }
  }

  private final MemorySegment appender;
  private final MemorySegment chunk;
  private final Column[] columns;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment texts = arena.allocate(TEXT_BYTES);
  private long textsUsed;
  private final List<MemorySegment> large = new ArrayList<>();
  private int row;
  private int column;

  private ChunkAppender(MemorySegment appender, MemorySegment chunk, Column[] columns) {
    this.appender = appender;
    this.chunk = chunk;
    this.columns = columns;
  }

  static ChunkAppender open(MemorySegment connection, String table) throws SQLException {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment made = local.allocate(ADDRESS);
      int state =
          C.state(C.APPENDER, connection, MemorySegment.NULL, local.allocateFrom(table), made);
      MemorySegment appender = made.get(ADDRESS, 0);
      NativeDatabase.check(state, "cannot append to " + table);
      int count = Math.toIntExact(C.count(C.COLUMNS, appender));
      MemorySegment types = local.allocate(ADDRESS, count);
      Column[] columns = new Column[count];
      for (int i = 0; i < count; i++) {
        types.setAtIndex(ADDRESS, i, C.pointer(C.COLUMN_TYPE, appender, (long) i));
      }
      MemorySegment chunk = C.pointer(C.CHUNK, types, (long) count);
      for (int i = 0; i < count; i++) {
        Type type = Type.of(C.state(C.TYPE, types.getAtIndex(ADDRESS, i)));
        columns[i] = new Column(type, C.pointer(C.VECTOR, chunk, (long) i));
        columns[i].reset();
        C.run(C.DESTROY_TYPE, types.asSlice(i * ADDRESS.byteSize(), ADDRESS));
      }
      return new ChunkAppender(appender, chunk, columns);
    }
  }

  /** Returns the column of the next value, which must be of such a type. */
  private Column next(Type type, Type or) {
    Column next = columns[column++];
    if (next.type != type && next.type != or) {
      throw new IllegalStateException(
          "column " + column + " is " + next.type + ", and the value is " + type);
    }
    return next;
  }

  void nothing() {
    MemorySegment valid = columns[column++].valid;
    int at = row / Byte.SIZE;
    valid.set(JAVA_BYTE, at, (byte) (valid.get(JAVA_BYTE, at) & ~(1 << row % Byte.SIZE)));
  }

  void add(boolean value) {
    next(Type.BOOLEAN, Type.BOOLEAN).data.set(JAVA_BYTE, row, (byte) (value ? 1 : 0));
  }

  void add(short value) {
    next(Type.SMALLINT, Type.SMALLINT).data.set(JAVA_SHORT_UNALIGNED, 2L * row, value);
  }

  void add(int value) {
    next(Type.INTEGER, Type.UINTEGER).data.set(JAVA_INT_UNALIGNED, 4L * row, value);
  }

  void add(long value) {
    next(Type.BIGINT, Type.UBIGINT).data.set(JAVA_LONG_UNALIGNED, 8L * row, value);
  }

  void time(long nanos) {
    next(Type.TIMESTAMP_NS, Type.TIMESTAMP_NS).data.set(JAVA_LONG_UNALIGNED, 8L * row, nanos);
  }

  void add(String value) {
    string(next(Type.VARCHAR, Type.VARCHAR).data, row, value.getBytes(StandardCharsets.UTF_8));
  }

  void add(byte[] value) {
    string(next(Type.BLOB, Type.BLOB).data, row, value);
  }

  /** The upper half with its sign turned, so that the numbers sort as the texts do. */
  void add(UUID value) {
    MemorySegment data = next(Type.UUID, Type.UUID).data;
    data.set(JAVA_LONG_UNALIGNED, 16L * row, value.getLeastSignificantBits());
    long upper = value.getMostSignificantBits() ^ Long.MIN_VALUE;
    data.set(JAVA_LONG_UNALIGNED, 16L * row + 8, upper);
  }

  void add(List<String> value) throws SQLException {
    Column list = next(Type.LIST, Type.LIST);
    long first = list.elements;
    list.elements += value.size();
    NativeDatabase.check(C.state(C.RESERVE, list.vector, list.elements), "no memory");
    NativeDatabase.check(C.state(C.LENGTH, list.vector, list.elements), "no memory");
    MemorySegment strings =
        C.pointer(C.DATA, C.pointer(C.CHILD, list.vector))
            .reinterpret(list.elements * STRING_BYTES);
    for (int i = 0; i < value.size(); i++) {
      string(strings, first + i, value.get(i).getBytes(StandardCharsets.UTF_8));
    }
    list.data.set(JAVA_LONG_UNALIGNED, 16L * row, first);
    list.data.set(JAVA_LONG_UNALIGNED, 16L * row + 8, value.size());
  }

  /** Its length; then all of it, or its first four bytes and where it is. */
  private void string(MemorySegment data, long index, byte[] bytes) {
    long at = index * STRING_BYTES;
    data.set(JAVA_INT_UNALIGNED, at, bytes.length);
    if (bytes.length <= INLINE_BYTES) {
      data.set(JAVA_LONG_UNALIGNED, at + 4, 0);
      data.set(JAVA_INT_UNALIGNED, at + 12, 0);
      MemorySegment.copy(bytes, 0, data, JAVA_BYTE, at + 4, bytes.length);
      return;
    }
    MemorySegment.copy(bytes, 0, data, JAVA_BYTE, at + 4, 4);
    MemorySegment text = texts;
    long offset = textsUsed;
    if (offset + bytes.length > TEXT_BYTES) {
      // Of a row like none other. It stays reachable until the database has copied it.
      text = Arena.ofAuto().allocate(bytes.length);
      large.add(text);
      offset = 0;
    } else {
      textsUsed += bytes.length;
    }
    MemorySegment.copy(bytes, 0, text, JAVA_BYTE, offset, bytes.length);
    data.set(JAVA_LONG_UNALIGNED, at + 8, text.address() + offset);
  }

  /** Ends a row. */
  void end() throws SQLException {
    if (column != columns.length) {
      throw new IllegalStateException(column + " values for " + columns.length + " columns");
    }
    column = 0;
    if (++row == ROWS || textsUsed > TEXT_BYTES / 2) {
      append();
    }
  }

  private void append() throws SQLException {
    C.run(C.SIZE, chunk, (long) row);
    check(C.state(C.APPEND, appender, chunk));
    C.run(C.RESET, chunk);
    for (Column one : columns) {
      one.reset();
    }
    row = 0;
    large.clear();
    textsUsed = 0;
  }

  /** Hands what was appended to the transaction. */
  void flush() throws SQLException {
    if (row > 0) {
      append();
    }
    check(C.state(C.FLUSH, appender));
  }

  private void check(int state) throws SQLException {
    if (state != 0) {
      throw new SQLException(NativeDatabase.text(C.pointer(C.APPENDER_ERROR, appender)));
    }
  }

  void close() {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment made = local.allocate(ADDRESS);
      made.set(ADDRESS, 0, chunk);
      C.run(C.DESTROY_CHUNK, made);
      made.set(ADDRESS, 0, appender);
      C.state(C.DESTROY_APPENDER, made);
    }
    arena.close();
  }
}
