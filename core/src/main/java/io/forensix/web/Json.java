// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An answer in the making. What was recorded may be of any length: texts are cut at a width, bytes
 * likewise, lists where all of them would be longer, and rows end where the answer is too large.
 */
final class Json {
  /** Characters of a text, unless the request says otherwise. */
  static final int WIDTH = 4096;

  /** What an answer may hold; a browser has to take it, too. */
  private static final int LARGEST_BYTES = 16 << 20;

  /** Elements of a list. */
  private static final int LONGEST_LIST = 4096;

  /** JavaScript's Number.MAX_SAFE_INTEGER. */
  private static final long SAFE = (1L << 53) - 1;

  private static final BigInteger BIG_SAFE = BigInteger.valueOf(SAFE);
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator to = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);
  private final int width;
  private int cut;

  Json(int width) {
    this.width = width;
  }

  /** Begins an object. */
  Json begin() {
    to.writeStartObject();
    return this;
  }

  /** Begins a property; its value is what is written next. */
  Json name(String name) {
    to.writeName(name);
    return this;
  }

  /** Begins an object as a property. */
  Json begin(String name) {
    return name(name).begin();
  }

  Json end() {
    to.writeEndObject();
    return this;
  }

  /** Begins a list as a property. */
  Json list(String name) {
    to.writeName(name);
    return list();
  }

  Json list() {
    to.writeStartArray();
    return this;
  }

  Json endList() {
    to.writeEndArray();
    return this;
  }

  Json put(String name, @Nullable Object value) {
    to.writeName(name);
    return value(value);
  }

  /** Writes a text as a property, however long it is. */
  Json whole(String name, String text) {
    to.writeStringProperty(name, text);
    return this;
  }

  /** Writes a value; integers that JavaScript cannot hold are texts. */
  Json value(@Nullable Object value) {
    switch (value) {
      case null -> to.writeNull();
      case Boolean yes -> to.writeBoolean(yes);
      case Double number -> number(number);
      case Float number -> number(number.doubleValue());
      case BigInteger number -> {
        if (number.abs().compareTo(BIG_SAFE) > 0) {
          to.writeString(number.toString());
        } else {
          to.writeNumber(number);
        }
      }
      case BigDecimal number -> to.writeNumber(number);
      case Number number -> {
        if (Math.abs(number.longValue()) > SAFE || number.longValue() == Long.MIN_VALUE) {
          to.writeString(number.toString());
        } else {
          to.writeNumber(number.longValue());
        }
      }
      case byte[] some -> data(some);
      case List<?> list -> elements(list);
      default -> text(value.toString());
    }
    return this;
  }

  /** JSON has no infinity. */
  private void number(double number) {
    if (Double.isFinite(number)) {
      to.writeNumber(number);
    } else {
      to.writeString(Double.toString(number));
    }
  }

  private void data(byte[] some) {
    boolean fits = some.length <= width;
    cut += fits ? 0 : 1;
    to.writeString(Base64.getEncoder().encodeToString(fits ? some : Arrays.copyOf(some, width)));
  }

  private void text(String text) {
    if (text.length() <= width) {
      to.writeString(text);
      return;
    }
    cut++;
    int end = Character.isHighSurrogate(text.charAt(width - 2)) ? width - 2 : width - 1;
    to.writeString(text.substring(0, end) + "…");
  }

  private void elements(List<?> list) {
    to.writeStartArray();
    long room = Math.max(width, WIDTH) * 4L;
    int count = 0;
    for (Object element : list) {
      room -= element instanceof String text ? Math.min(text.length(), width) : 16;
      if (count++ == LONGEST_LIST || room < 0) {
        cut++;
        break;
      }
      value(element);
    }
    to.writeEndArray();
  }

  /** Writes a row as an object, but for some columns. */
  Json row(Answer answer, Set<String> hidden) throws IndexException {
    begin();
    fields(answer, hidden);
    return end();
  }

  /** Writes the columns of a row as properties. */
  Json fields(Answer answer, Set<String> hidden) throws IndexException {
    List<String> columns = answer.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (!hidden.contains(columns.get(i))) {
        put(columns.get(i), value(answer, i));
      }
    }
    return this;
  }

  /** Returns a value of the present row; a time with all of its digits. */
  static @Nullable Object value(Answer answer, int column) throws IndexException {
    Object value = answer.value(column);
    return value instanceof String time && answer.isTime(column) ? Times.text(time) : value;
  }

  /** Something that writes the present row. */
  @FunctionalInterface
  interface Row {
    void write() throws IndexException;
  }

  /**
   * Writes a list of so many rows at most, as a property.
   *
   * @return whether there are more
   */
  boolean rows(String name, Answer answer, long limit, Row row) throws IndexException {
    list(name);
    long count = 0;
    boolean more = false;
    while (answer.next()) {
      if (count++ == limit || full()) {
        more = true;
        break;
      }
      row.write();
    }
    endList();
    return more;
  }

  /** Likewise, each row an object. */
  boolean rows(String name, Answer answer, long limit) throws IndexException {
    return rows(name, answer, limit, () -> row(answer, Set.of()));
  }

  /** Returns whether no more should be added. */
  boolean full() {
    to.flush();
    return bytes.size() >= LARGEST_BYTES;
  }

  /** Returns how many values were cut. */
  int cut() {
    return cut;
  }

  byte[] bytes() {
    to.close();
    return bytes.toByteArray();
  }
}
