// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.text.Quote;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How the rows of an answer are written. */
enum AnswerFormat {
  /** For people: aligned, and nothing that a terminal would obey. */
  TABLE {
    @Override
    long write(Answer answer, PrintWriter out) throws IndexException {
      return table(answer, out);
    }
  },
  /** Comma-separated values as in RFC 4180, with a line of names; bytes as \\xNN.. */
  CSV {
    @Override
    long write(Answer answer, PrintWriter out) throws IndexException {
      return csv(answer, out);
    }
  },
  /** One array of objects; bytes in base64. */
  JSON {
    @Override
    long write(Answer answer, PrintWriter out) throws IndexException {
      return json(answer, out);
    }
  };

  /** Rows that are looked at to align columns; what comes after may be wider. */
  private static final int ALIGNED_ROWS = 1000;

  private static final int WIDEST = 60;

  /** Writes all rows, and returns how many there were. */
  abstract long write(Answer answer, PrintWriter out) throws IndexException;

  private static long table(Answer answer, PrintWriter out) throws IndexException {
    List<String> columns = answer.columns();
    int[] widths = columns.stream().mapToInt(name -> Quote.safe(name).length()).toArray();
    List<List<String>> first = new ArrayList<>();
    while (first.size() < ALIGNED_ROWS && answer.next()) {
      List<String> row = cells(answer, columns.size());
      first.add(row);
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST, row.get(i).length()));
      }
    }
    line(answer, columns.stream().map(Quote::safe).toList(), widths, out);
    long count = 0;
    for (List<String> row : first) {
      line(answer, row, widths, out);
      count++;
    }
    while (first.size() == ALIGNED_ROWS && answer.next() && !out.checkError()) {
      line(answer, cells(answer, columns.size()), widths, out);
      count++;
    }
    return count;
  }

  private static List<String> cells(Answer answer, int count) throws IndexException {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cells.add(cell(answer.value(i)));
    }
    return cells;
  }

  /** What was recorded may hold anything: all that is not printable ASCII is escaped. */
  static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case byte[] bytes -> Quote.quoted(bytes);
      case List<?> list -> list.stream().map(AnswerFormat::cell).collect(Collectors.joining(" "));
      case String text -> Quote.safe(text);
      default -> value.toString();
    };
  }

  private static void line(Answer answer, List<String> cells, int[] widths, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(Math.max(0, widths[i] - cell.length()));
      line.append(i == 0 ? "" : "  ");
      line.append(answer.isNumber(i) ? pad + cell : cell + pad);
    }
    out.println(line.toString().stripTrailing());
  }

  private static long csv(Answer answer, PrintWriter out) throws IndexException {
    List<String> columns = answer.columns();
    out.print(columns.stream().map(AnswerFormat::field).collect(Collectors.joining(",")));
    out.print("\r\n");
    long count = 0;
    while (answer.next() && !out.checkError()) {
      for (int i = 0; i < columns.size(); i++) {
        out.print(i == 0 ? "" : ",");
        out.print(field(answer.value(i)));
      }
      out.print("\r\n");
      count++;
    }
    return count;
  }

  static String field(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "";
          case byte[] bytes ->
              bytes.length == 0 ? "" : "\\x" + HexFormat.ofDelimiter("\\x").formatHex(bytes);
          default -> value.toString();
        };
    boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ');
    return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static long json(Answer answer, PrintWriter out) throws IndexException {
    List<String> columns = answer.columns();
    long count = 0;
    // The generator closes what it writes to, which is not ours to close.
    StringBuilderWriter buffer = new StringBuilderWriter();
    out.print("[");
    while (answer.next() && !out.checkError()) {
      out.print(count == 0 ? "\n" : ",\n");
      try (JsonGenerator json =
          new JsonFactory().createGenerator(ObjectWriteContext.empty(), buffer)) {
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
          json.writeName(columns.get(i));
          value(json, answer.value(i));
        }
        json.writeEndObject();
      }
      out.print(buffer.take());
      count++;
    }
    out.println(count == 0 ? "]" : "\n]");
    return count;
  }

  private static void value(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Boolean yes -> json.writeBoolean(yes);
      case Double number -> json.writeNumber(number);
      case Float number -> json.writeNumber(number);
      case java.math.BigInteger number -> json.writeNumber(number);
      case java.math.BigDecimal number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.longValue());
      case byte[] bytes -> json.writeString(Base64.getEncoder().encodeToString(bytes));
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(element -> value(json, element));
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }

  /** Text that is taken away piece by piece. */
  private static final class StringBuilderWriter extends java.io.StringWriter {
    String take() {
      String text = toString();
      getBuffer().setLength(0);
      return text;
    }
  }
}
