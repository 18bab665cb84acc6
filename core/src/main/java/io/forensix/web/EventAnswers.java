// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.query.Tables;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What processes did, call by call. */
final class EventAnswers {
  private static final Set<String> OTHER = Set.of("fork", "exec", "exit", "context", "mark");

  /** What an event has that is told by its text. */
  private static final Set<String> TOLD = Set.of("a0", "a1", "a2", "a3", "a4", "a5");

  private static final Pattern CURSOR =
      Pattern.compile("(\\d{1,19})\\.(\\d{1,9})\\.(\\d{1,5})\\.(\\d{1,19})");
  private static final long SECOND = 1;

  private EventAnswers() {}

  /** Returns the text of a question that is made of parts. */
  static String question(String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(Tables.question(part)).append('\n');
    }
    return text.toString();
  }

  static void calls(Question question, Json json) throws IOException {
    Map<String, @Nullable Object> values = family(question);
    after(values, question.request().text("cursor"));
    String text = question("events-family", "events-chosen", "events-after", "events-rows");
    json.begin();
    String[] last = {null};
    boolean more;
    try (Answer answer = question.tables().ask(text, values)) {
      more =
          json.rows(
              "rows",
              answer,
              question.request().limit(),
              () -> {
                last[0] = answer.text(0);
                row(json, answer);
              });
    }
    question.end(json, more, last[0], values.get("from"), values.get("to"));
  }

  static void summary(Question question, Json json) throws IOException {
    Map<String, @Nullable Object> values = family(question);
    String text = question("events-family", "events-chosen", "events-summary");
    long count = 0;
    String began = "";
    String ended = "";
    json.begin().list("calls");
    try (Answer answer = question.tables().ask(text, values)) {
      while (answer.next()) {
        json.begin().put("call", answer.text(0)).put("count", answer.number(1));
        json.put("failed", answer.number(2)).end();
        count += answer.number(1);
        began = began.isEmpty() ? answer.text(3) : first(began, answer.text(3));
        ended =
            ended.isEmpty() || first(ended, answer.text(4)).equals(ended) ? answer.text(4) : ended;
      }
    }
    json.endList().put("count", count).put("began", Times.text(began));
    json.put("ended", Times.text(ended));
    question.certainty(json, values.get("from"), values.get("to"));
    json.end();
  }

  private static String first(String one, String other) {
    return Instant.parse(one).isAfter(Instant.parse(other)) ? other : one;
  }

  /** Writes an event. */
  static void row(Json json, Answer answer) throws IndexException {
    json.begin().fields(answer, TOLD);
    EventText event = EventText.of(answer);
    json.put("error", event.error()).put("text", event.text()).end();
  }

  /** Returns the parameters of a process's events. */
  private static Map<String, @Nullable Object> family(Question question)
      throws Problem, IndexException {
    Request request = question.request();
    ProcessKey key = ProcessKey.of(question);
    Map<String, @Nullable Object> values = new HashMap<>(question.values());
    key.put(values);
    boolean family = request.yes("family");
    values.put("family", family);
    if (!family) {
      // What is not of its time need not be read.
      Instant from = key.began() == null ? null : key.began().minusSeconds(SECOND);
      Instant to = key.ended() == null ? null : key.ended().plusSeconds(SECOND);
      values.put("from", later(question.time("from"), from));
      values.put("to", earlier(question.time("to"), to));
    }
    filter(values, request);
    return values;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other != null && other.isAfter(one) ? other : one;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other != null && other.isBefore(one) ? other : one;
  }

  /** Adds what is wanted of the events. */
  static void filter(Map<String, @Nullable Object> values, Request request) throws Problem {
    String calls = request.text("call");
    values.put("calls", calls == null ? null : names(calls));
    values.put("failed", request.yes("failed"));
    values.put("text", request.text("text"));
  }

  private static String names(String calls) throws Problem {
    SyscallTable table = SyscallTable.builtIn();
    Set<String> names = new TreeSet<>();
    for (String name : calls.split(",")) {
      if (name.startsWith("%") && table.groups().containsKey(name.substring(1))) {
        names.addAll(group(table, name.substring(1)));
      } else if (OTHER.contains(name)
          || !table.named(name).isEmpty()
          || name.startsWith("syscall_0x")) {
        names.add(name);
      } else {
        throw Problem.parameter("call", "there is no call or %group '" + name + "'");
      }
    }
    return String.join(",", names);
  }

  private static Set<String> group(SyscallTable table, String group) {
    return java.util.Arrays.stream(io.forensix.syscall.Abi.values())
        .flatMap(abi -> table.calls(abi).stream())
        .filter(call -> call.in(group))
        .map(Syscall::name)
        .collect(Collectors.toSet());
  }

  /** Adds the place behind which a window begins. */
  static void after(Map<String, @Nullable Object> values, @Nullable String cursor) throws Problem {
    String[] names = {"after_time", "after_recording", "after_cpu", "after_seq"};
    Matcher parts = CURSOR.matcher(cursor == null ? "" : cursor);
    boolean there = parts.matches();
    if (cursor != null && !there) {
      throw Problem.parameter("cursor", "is none of ours");
    }
    try {
      for (int i = 0; i < names.length; i++) {
        values.put(names[i], there ? (Long) Long.parseLong(parts.group(i + 1)) : null);
      }
    } catch (NumberFormatException e) {
      throw Problem.parameter("cursor", "is none of ours");
    }
  }
}
