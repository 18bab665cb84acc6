// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a process: where it comes from, what it ran, had open, read and wrote. */
final class ProcessAnswers {
  private static final long MOST_UID = 0xffff_ffffL;
  private static final long MOST_PID = 1 << 22;

  private ProcessAnswers() {}

  static void list(Question question, Json json) throws IOException {
    Request request = question.request();
    Map<String, @Nullable Object> values = ProcessKey.none();
    values.put("pid", request.number("pid", 0, MOST_PID));
    values.put("uid", request.number("uid", 0, MOST_UID));
    values.put("name", request.text("name"));
    values.put("at", question.time("at"));
    rows(question, json, values);
  }

  private static void rows(Question question, Json json, Map<String, @Nullable Object> values)
      throws IOException {
    values.put("limit", question.request().limit() + 1);
    values.put("offset", question.request().offset());
    question.rows(json, "processes", values);
  }

  static void ancestors(Question question, Json json) throws IOException {
    rows(question, json, line(question, "ancestors"));
  }

  static void descendants(Question question, Json json) throws IOException {
    rows(question, json, line(question, "descendants"));
  }

  private static Map<String, @Nullable Object> line(Question question, String line)
      throws Problem, IndexException {
    Map<String, @Nullable Object> values = ProcessKey.none();
    ProcessKey.of(question).put(values);
    values.put("line", line);
    return values;
  }

  static void one(Question question, Json json) throws IOException {
    ProcessKey key = ProcessKey.of(question);
    json.begin();
    row(question, json, "process", key, "self");
    row(question, json, "shell", key, "shell");
    session(question, json, key);
    Map<String, @Nullable Object> number = ProcessKey.none();
    number.put("pid", key.pid());
    json.list("same_number");
    try (Answer answer = question.ask("processes", number)) {
      int process = answer.columns().indexOf("process");
      while (answer.next()) {
        if (!answer.text(process).equals(key.text())) {
          json.value(answer.text(process));
        }
      }
    }
    json.endList();
    question.certainty(json, key.began(), key.ended());
    json.end();
  }

  /** Writes the first process of a line, or null. */
  private static void row(Question question, Json json, String name, ProcessKey key, String line)
      throws Problem, IndexException {
    Map<String, @Nullable Object> values = ProcessKey.none();
    key.put(values);
    values.put("line", line);
    values.put("limit", 1L);
    try (Answer answer = question.ask("processes", values)) {
      if (answer.next()) {
        json.begin(name).fields(answer, Set.of("depth")).end();
      } else {
        json.put(name, null);
      }
    }
  }

  private static void session(Question question, Json json, ProcessKey key)
      throws Problem, IndexException {
    Map<String, @Nullable Object> values = SessionAnswers.all(1);
    key.put(values);
    try (Answer answer = question.ask("session-rows", values)) {
      if (answer.next()) {
        json.begin("session").fields(answer, Set.of()).end();
      } else {
        json.put("session", null);
      }
    }
  }

  static void execs(Question question, Json json) throws IOException {
    question.rows(json, "process-execs", of(question));
  }

  private static Map<String, @Nullable Object> of(Question question)
      throws Problem, IndexException {
    Map<String, @Nullable Object> values = new HashMap<>(question.values());
    ProcessKey.of(question).put(values);
    return values;
  }

  private static @Nullable Long fd(Request request) throws Problem {
    return request.number("fd", Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static void descriptors(Question question, Json json) throws IOException {
    Map<String, @Nullable Object> values = of(question);
    values.put("open_at", question.time("open_at"));
    values.put("fd", fd(question.request()));
    question.rows(json, "process-descriptors", values);
  }

  static void lineage(Question question, Json json) throws IOException {
    question.request().need("open_at");
    Map<String, @Nullable Object> values = of(question);
    values.put("open_at", question.time("open_at"));
    values.put("fd", question.request().partNumber("fd", Integer.MAX_VALUE));
    question.rows(json, "descriptor-lineage", values);
  }

  static void transfers(Question question, Json json) throws IOException {
    question.rows(json, "process-transfers", of(question));
  }

  static void io(Question question, Json json) throws IOException {
    Map<String, @Nullable Object> values = of(question);
    values.put("fd", fd(question.request()));
    values.put("path", question.request().text("path"));
    // One more, so that it shows when there are.
    values.put("width", question.request().width() + 1L);
    question.rows(json, "process-io", values);
  }
}
