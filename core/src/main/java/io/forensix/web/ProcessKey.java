// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process, named for good: MACHINE-PID-START.
 *
 * @param began its fork, or the first record that speaks of it
 * @param ended its end; null while it lives
 */
record ProcessKey(
    int machine, int pid, long start, @Nullable Instant began, @Nullable Instant ended) {
  private static final Pattern KEY = Pattern.compile("(\\d{1,9})-(\\d{1,9})-(\\d{1,19})");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  static String text(int machine, int pid, long start) {
    return machine + "-" + pid + "-" + start;
  }

  /** Returns the one of the path. */
  static ProcessKey of(Question question) throws Problem, IndexException {
    return find(question, question.request().part("process"));
  }

  /**
   * Finds the one that a text names: a number is the process that had it last, or at a time.
   *
   * @throws Problem when there is none
   */
  static ProcessKey find(Question question, String text) throws Problem, IndexException {
    Map<String, @Nullable Object> values = none();
    Matcher key = KEY.matcher(text);
    try {
      if (key.matches()) {
        values.put("machine", Integer.valueOf(key.group(1)));
        values.put("pid", Integer.valueOf(key.group(2)));
        values.put("start", Long.valueOf(key.group(3)));
      } else if (NUMBER.matcher(text).matches()) {
        values.put("pid", Integer.valueOf(text));
        values.put("at", question.time("at"));
      } else {
        throw Problem.parameter("process", "wants MACHINE-PID-START, or a number");
      }
    } catch (NumberFormatException e) {
      throw Problem.parameter("process", "has a number that is too large");
    }
    ProcessKey last = null;
    try (Answer answer = question.ask("processes", values)) {
      int name = answer.columns().indexOf("process");
      int began = answer.columns().indexOf("began");
      while (answer.next()) {
        Matcher found = KEY.matcher(answer.text(name));
        if (found.matches()) {
          last =
              new ProcessKey(
                  Integer.parseInt(found.group(1)),
                  Integer.parseInt(found.group(2)),
                  Long.parseLong(found.group(3)),
                  time(answer.text(began)),
                  time(answer.text(began + 1)));
        }
      }
    }
    if (last == null) {
      throw new Problem(
          Problem.Kind.NOT_FOUND,
          "no process is on record that is " + text,
          "look for it with /processes?name= or without a time");
    }
    return last;
  }

  private static @Nullable Instant time(String text) {
    return text.isEmpty() ? null : Instant.parse(text);
  }

  /** Returns the parameters of the question for processes, with nothing asked for. */
  static Map<String, @Nullable Object> none() {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (String name : new String[] {"machine", "pid", "start", "uid", "at", "name"}) {
      values.put(name, null);
    }
    values.put("line", "self");
    values.put("limit", Request.LIMIT + 1L);
    values.put("offset", 0L);
    return values;
  }

  /** Adds what names it. */
  void put(Map<String, @Nullable Object> values) {
    values.put("machine", machine);
    values.put("pid", pid);
    values.put("start", start);
  }

  String text() {
    return text(machine, pid, start);
  }
}
