// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Questions in SQL. */
final class SqlAnswers {
  private static final int LONGEST = 100_000;
  private static final long USUAL_LIMIT = 1000;
  private static final long USUAL_SECONDS = 30;
  private static final long MOST_SECONDS = 60;
  private static final long LEAST_WIDTH = 64;
  private static final long MOST_WIDTH = 1 << 20;

  private SqlAnswers() {}

  /**
   * What is asked.
   *
   * @param sql the statement
   * @param parameters values of its parameters
   * @param limit rows at most
   * @param seconds how long it may take
   * @param width characters of a text at most
   */
  record Asked(String sql, Map<String, Object> parameters, long limit, long seconds, int width) {
    /** Reads the body of a request. */
    static Asked of(String body) throws Problem {
      Map<String, @Nullable Object> fields = new HashMap<>();
      Map<String, Object> parameters = new HashMap<>();
      try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw Problem.parameter("the body", "wants to be an object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = json.currentName();
          if (json.nextToken() == JsonToken.START_OBJECT && name.equals("parameters")) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
              String parameter = json.currentName();
              json.nextToken();
              parameters.put(parameter, scalar(json, parameter));
            }
          } else {
            fields.put(name, scalar(json, name));
          }
        }
      } catch (JacksonException e) {
        throw Problem.parameter("the body", "is not sound JSON: " + e.getOriginalMessage());
      }
      if (!(fields.get("sql") instanceof String sql) || sql.isBlank() || sql.length() > LONGEST) {
        throw Problem.parameter("sql", "wants a statement of up to " + LONGEST + " characters");
      }
      return new Asked(
          sql,
          parameters,
          number(fields, "limit", USUAL_LIMIT, 1, Request.LIMIT),
          number(fields, "seconds", USUAL_SECONDS, 1, MOST_SECONDS),
          (int) number(fields, "width", Json.WIDTH, LEAST_WIDTH, MOST_WIDTH));
    }

    private static @Nullable Object scalar(JsonParser json, String name) throws Problem {
      return switch (json.currentToken()) {
        case VALUE_STRING -> json.getString();
        case VALUE_NUMBER_INT -> json.getNumberValue();
        case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NULL -> null;
        default -> throw Problem.parameter(name, "wants a text, a number, true, false or null");
      };
    }

    private static long number(
        Map<String, @Nullable Object> fields, String name, long otherwise, long least, long most)
        throws Problem {
      Object value = fields.get(name);
      if (value == null) {
        return otherwise;
      }
      if (value instanceof Number number
          && number.longValue() >= least
          && number.longValue() <= most) {
        return number.longValue();
      }
      throw Problem.parameter(name, "wants a number from %d to %d".formatted(least, most));
    }
  }

  static void sql(Question question, Json json, Asked asked) throws IOException {
    question.limit(TimeUnit.SECONDS.toNanos(asked.seconds));
    try (Answer answer =
        question.tables().ask(asked.sql, asked.parameters, asked.limit + 1, asked.width + 1)) {
      List<String> columns = answer.columns();
      json.begin().list("columns");
      for (int i = 0; i < columns.size(); i++) {
        json.begin().put("name", columns.get(i)).put("number", answer.isNumber(i)).end();
      }
      json.endList();
      boolean more =
          json.rows(
              "rows",
              answer,
              asked.limit,
              () -> {
                json.list();
                for (int i = 0; i < columns.size(); i++) {
                  json.value(Json.value(answer, i));
                }
                json.endList();
              });
      json.put("more", more).put("values_cut", json.cut()).put("seconds", question.seconds());
      json.end();
    }
  }
}
