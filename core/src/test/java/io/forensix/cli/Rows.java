// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The rows of a question's answer; each value is its text, empty for none. Lists are left out. */
final class Rows {
  private final List<Map<String, String>> rows;

  private Rows(List<Map<String, String>> rows) {
    this.rows = rows;
  }

  /** Asks a question of an archive, whose answer must be certain. */
  static Rows of(Path archive, String question, Object... args) {
    List<Object> words = new ArrayList<>(List.of(question, archive));
    words.addAll(List.of(args));
    words.add("--json");
    Cli.Result result = Cli.run(words.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("{\"uncertain\": false, \"lost\": 0, \"answer\": ");
    return read(result.out());
  }

  /** Asks in SQL. */
  static Rows sql(Path archive, String query) {
    Cli.Result result = Cli.run("sql", archive, "--format", "json", "-e", query);
    assertThat(result.code()).as(result.err()).isZero();
    return read(result.out());
  }

  private static Rows read(String json) {
    List<Map<String, String>> rows = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      boolean inside = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_ARRAY -> inside = true;
          case START_OBJECT -> {
            if (inside) {
              rows.add(row(parser));
            }
          }
          default -> {}
        }
      }
    }
    return new Rows(rows);
  }

  private static Map<String, String> row(JsonParser parser) {
    Map<String, String> row = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else {
        row.put(name, value == JsonToken.VALUE_NULL ? "" : parser.getString());
      }
    }
    return row;
  }

  Rows where(String column, Object value) {
    return where(row -> value.toString().equals(row.get(column)));
  }

  Rows where(Predicate<Map<String, String>> fits) {
    return new Rows(rows.stream().filter(fits).toList());
  }

  /** The values of a column, in order. */
  List<String> all(String column) {
    return rows.stream().map(row -> row.getOrDefault(column, "no such column")).toList();
  }

  /** The value of a column in the only row there is. */
  String one(String column) {
    assertThat(rows).hasSize(1);
    return all(column).getFirst();
  }

  /** The same, as a number. */
  int number(String column) {
    return Integer.parseInt(one(column));
  }

  long sum(String column) {
    return all(column).stream().mapToLong(Long::parseLong).sum();
  }

  /** The bytes of all rows, one after the other; a character each. */
  String data() {
    StringBuilder all = new StringBuilder();
    for (String one : all("data")) {
      for (byte b : Base64.getDecoder().decode(one)) {
        all.append((char) (b & 0xff));
      }
    }
    return all.toString();
  }
}
