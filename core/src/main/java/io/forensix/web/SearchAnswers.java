// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a text occurs. */
final class SearchAnswers {
  private static final List<String> TABLES = List.of("paths", "commands", "users", "addresses");
  private static final String TERMINAL = "terminal";
  private static final long USUAL_LIMIT = 50;
  private static final long MOST = 1000;
  private static final int LONGEST = 1000;

  private SearchAnswers() {}

  static void search(Question question, Json json) throws IOException {
    Request request = question.request();
    String text = request.need("q");
    if (text.length() > LONGEST) {
      throw Problem.parameter("q", "is longer than " + LONGEST + " characters");
    }
    long limit = request.number("limit", USUAL_LIMIT, 1, MOST);
    Set<String> places = places(request);
    List<String> more = new ArrayList<>();
    json.begin().put("q", text);
    for (String place : TABLES) {
      if (places.contains(place)) {
        Map<String, Object> values = Map.of("q", text, "limit", limit + 1);
        try (Answer answer = question.ask("find-" + place, values)) {
          if (json.rows(place, answer, limit)) {
            more.add(place);
          }
        }
      } else {
        json.list(place).endList();
      }
    }
    json.list(TERMINAL);
    if (places.contains(TERMINAL) && terminal(question, json, text, limit)) {
      more.add(TERMINAL);
    }
    json.endList().put("more", more).put("values_cut", json.cut());
    question.certainty(json, null, null);
    json.end();
  }

  private static Set<String> places(Request request) throws Problem {
    String in = request.text("in");
    if (in == null) {
      return Set.of("paths", "commands", "users", "addresses", TERMINAL);
    }
    List<String> places = List.of(in.split(","));
    for (String place : places) {
      if (!TABLES.contains(place) && !place.equals(TERMINAL)) {
        throw Problem.parameter("in", "wants some of " + TABLES + " and " + TERMINAL);
      }
    }
    return Set.copyOf(new java.util.HashSet<>(places));
  }

  /** Writes the lines of terminals that have a text; returns whether there are more. */
  private static boolean terminal(Question question, Json json, String text, long limit)
      throws IOException {
    List<TerminalLines.Line> lines = new ArrayList<>();
    TerminalLines found =
        new TerminalLines(
            text,
            line -> {
              if (lines.size() <= limit) {
                lines.add(line);
              }
            });
    try (Answer answer = question.ask("find-terminal", Map.of())) {
      while (answer.next() && lines.size() <= limit) {
        question.row();
        found.add(
            (int) answer.number(0),
            answer.text(1),
            answer.text(2).equals("input"),
            answer.number(3),
            answer.bytes(4));
      }
    }
    found.end();
    for (TerminalLines.Line line : lines.subList(0, (int) Math.min(limit, lines.size()))) {
      line(question, json, line);
    }
    return lines.size() > limit;
  }

  private static void line(Question question, Json json, TerminalLines.Line line)
      throws Problem, IndexException {
    json.begin().put("time", Times.text(line.ns()));
    Map<String, Object> values =
        Map.of("machine", line.machine(), "tty", line.tty(), "ns", line.ns());
    try (Answer answer = question.ask("find-session", values)) {
      boolean known = answer.next();
      json.put("session", known ? answer.value(0) : null).put("tty", line.tty());
      json.put("what", line.typed() ? "typed" : "printed").put("text", line.text());
      boolean played = known && answer.value(1) != null;
      json.put("seconds", played ? (line.ns() - answer.number(1)) / 1e9 : null).end();
    }
  }
}
