// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that answer a question, one after the other. */
public final class Answer implements AutoCloseable {
  private final Statement statement;
  private final ResultSet rows;
  private final List<String> columns = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  Answer(Statement statement, ResultSet rows) throws SQLException {
    this.statement = statement;
    this.rows = rows;
    ResultSetMetaData meta = rows.getMetaData();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
      types.add(meta.getColumnTypeName(i));
    }
  }

  /** Returns the names of the columns. */
  public List<String> columns() {
    return List.copyOf(columns);
  }

  /** Returns whether a column holds numbers. */
  public boolean isNumber(int column) {
    String type = types.get(column);
    return type.contains("INT") || type.equals("DOUBLE") || type.startsWith("DECIMAL");
  }

  /** Returns whether a column holds times. */
  public boolean isTime(int column) {
    return types.get(column).startsWith("TIMESTAMP");
  }

  /**
   * Goes to the next row.
   *
   * @throws IndexException when the database fails
   */
  public boolean next() throws IndexException {
    try {
      return rows.next();
    } catch (SQLException e) {
      throw IndexException.question(e);
    }
  }

  /**
   * Returns a value of the row: null, a number, a Boolean, a byte[], a list of such, or text; a
   * time is text as in 2026-11-24T18:00:00.123456789Z.
   *
   * @throws IndexException when the database fails
   */
  public @Nullable Object value(int column) throws IndexException {
    try {
      String type = types.get(column);
      if (type.startsWith("TIMESTAMP")) {
        LocalDateTime time = rows.getObject(column + 1, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC).toString();
      }
      if (type.equals("BLOB")) {
        Blob blob = rows.getBlob(column + 1);
        return blob == null ? null : blob.getBytes(1, (int) blob.length());
      }
      return plain(rows.getObject(column + 1));
    } catch (SQLException e) {
      throw IndexException.question(e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case BigInteger number -> number;
      case Number number -> number;
      case Boolean yes -> yes;
      case Array array -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
          list.add(plain(element));
        }
        yield list;
      }
      default -> value.toString();
    };
  }

  /** Returns a value as text; empty for none. */
  public String text(int column) throws IndexException {
    Object value = value(column);
    return value == null ? "" : value.toString();
  }

  /** Returns a number; 0 for none. */
  public long number(int column) throws IndexException {
    return value(column) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns bytes; none where there are none. */
  public byte[] bytes(int column) throws IndexException {
    return value(column) instanceof byte[] bytes ? bytes : new byte[0];
  }

  @Override
  public void close() throws IndexException {
    try {
      rows.close();
      statement.close();
    } catch (SQLException e) {
      throw new IndexException(IndexException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
