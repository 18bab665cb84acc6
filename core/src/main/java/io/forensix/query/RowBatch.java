// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way from the fold to the thread that appends them: their values one after the
 * other, as they were added. What a value is stands beside it, so that nothing is boxed.
 */
final class RowBatch {
  /** About as many rows as the database takes at once, of wide and narrow tables alike. */
  private static final int VALUES = 1 << 16;

  /** Data of large calls: a batch ends before it holds much of it. */
  private static final long FULL_BYTES = 4L << 20;

  /** More than any row has: a batch that is not full has room for one. */
  private static final int ROW_VALUES = 64;

  private static final byte TABLE = 0;
  private static final byte END = 1;
  private static final byte NOTHING = 2;
  private static final byte BOOLEAN = 3;
  private static final byte SMALL = 4;
  private static final byte INTEGER = 5;
  private static final byte BIG = 6;
  private static final byte TIME = 7;
  private static final byte WORD = 8;
  private static final byte BYTES = 9;
  private static final byte LIST = 10;
  private static final byte ID = 11;

  private final byte[] kinds = new byte[VALUES];
  private final long[] numbers = new long[VALUES];
  private final @Nullable Object[] objects = new Object[VALUES];
  private int values;
  private long bytes;

  /** Returns whether it is to be handed on. */
  boolean full() {
    return values > VALUES - ROW_VALUES || bytes > FULL_BYTES;
  }

  private void put(byte kind, long number) {
    kinds[values] = kind;
    numbers[values++] = number;
  }

  private void put(byte kind, Object object) {
    kinds[values] = kind;
    objects[values++] = object;
  }

  void begin(String table) {
    put(TABLE, table);
  }

  void end() {
    put(END, 0);
  }

  void nothing() {
    put(NOTHING, 0);
  }

  void add(boolean value) {
    put(BOOLEAN, value ? 1 : 0);
  }

  void small(int value) {
    put(SMALL, value);
  }

  void add(int value) {
    put(INTEGER, value);
  }

  void add(long value) {
    put(BIG, value);
  }

  void time(long nanos) {
    put(TIME, nanos);
  }

  void add(String value) {
    put(WORD, value);
  }

  void add(byte[] value) {
    put(BYTES, value);
    bytes += value.length;
  }

  void add(List<String> value) {
    put(LIST, value);
  }

  void add(UUID value) {
    put(ID, value);
  }

  /** Appends all rows, and is empty again. */
  void drain(NativeDatabase to) throws SQLException {
    ChunkAppender row = null;
    for (int i = 0; i < values; i++) {
      if (kinds[i] == TABLE) {
        row = to.appender((String) object(i));
      } else if (row != null) {
        append(row, i);
      }
    }
    Arrays.fill(objects, 0, values, null);
    values = 0;
    bytes = 0;
  }

  private Object object(int at) {
    Object object = objects[at];
    if (object == null) {
      throw new IllegalStateException("a value without an object");
    }
    return object;
  }

  @SuppressWarnings("unchecked") // A list of strings is all that is put there.
  private void append(ChunkAppender row, int at) throws SQLException {
    switch (kinds[at]) {
      case END -> row.end();
      case NOTHING -> row.nothing();
      case BOOLEAN -> row.add(numbers[at] != 0);
      case SMALL -> row.add((short) numbers[at]);
      case INTEGER -> row.add((int) numbers[at]);
      case BIG -> row.add(numbers[at]);
      case TIME -> row.time(numbers[at]);
      case WORD -> row.add((String) object(at));
      case BYTES -> row.add((byte[]) object(at));
      case LIST -> row.add((List<String>) object(at));
      case ID -> row.add((UUID) object(at));
      default -> throw new IllegalStateException("a value of kind " + kinds[at]);
    }
  }
}
