// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for: the parameters of the path and those behind it, each checked as it is read.
 */
final class Request {
  static final int LIMIT = 10_000;
  private static final int USUAL_LIMIT = 1000;

  /** Longer than names of processes, times and cursors, which are never cut. */
  private static final int LEAST_WIDTH = 64;

  private static final int MOST_WIDTH = 1 << 20;
  private static final int LARGEST_BODY = 1 << 20;

  /** A text of a parameter: a path is no longer than that. */
  private static final int LONGEST = 1 << 16;

  private static final Pattern SECONDS = Pattern.compile("\\+\\d{1,9}(\\.\\d{1,9})?");
  private static final long NS = 1_000_000_000L;

  private final HttpExchange exchange;
  private final Map<String, String> path;
  private final Map<String, String> query;

  Request(HttpExchange exchange, Map<String, String> path) throws Problem {
    this.exchange = exchange;
    this.path = path;
    query = query(exchange.getRequestURI().getRawQuery());
  }

  private static Map<String, String> query(@Nullable String raw) throws Problem {
    Map<String, String> query = new HashMap<>();
    if (raw == null) {
      return query;
    }
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (!name.isEmpty() && query.putIfAbsent(name, value) != null) {
        throw Problem.parameter(name, "stands there twice");
      }
    }
    return query;
  }

  private static String decoded(String text) throws Problem {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.parameter("the address", "a % stands before no two hexadecimal digits");
    }
  }

  /** Returns a part of the path. */
  String part(String name) {
    return path.getOrDefault(name, "");
  }

  /** Returns a part of the path that is a number. */
  long partNumber(String name, long most) throws Problem {
    return number(name, part(name), 0, most);
  }

  @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /** Returns a text; null where there is none. */
  @Nullable String text(String name) throws Problem {
    String text = query.get(name);
    if (text != null && text.length() > LONGEST) {
      throw Problem.parameter(name, "is longer than " + LONGEST + " characters");
    }
    return text == null || text.isEmpty() ? null : text;
  }

  String need(String name) throws Problem {
    String text = text(name);
    if (text == null) {
      throw Problem.parameter(name, "is needed");
    }
    return text;
  }

  private static long number(String name, String text, long least, long most) throws Problem {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw Problem.parameter(name, "wants a number from %d to %d".formatted(least, most));
  }

  /** Returns a number; null where there is none. */
  @Nullable Long number(String name, long least, long most) throws Problem {
    String text = text(name);
    return text == null ? null : (Long) number(name, text, least, most);
  }

  long number(String name, long otherwise, long least, long most) throws Problem {
    Long number = number(name, least, most);
    return number == null ? otherwise : number;
  }

  boolean yes(String name) throws Problem {
    String text = text(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw Problem.parameter(name, "wants true or false");
    }
    return "true".equals(text);
  }

  /** Returns how many rows are wanted. */
  long limit() throws Problem {
    return number("limit", USUAL_LIMIT, 1, LIMIT);
  }

  long offset() throws Problem {
    return number("offset", 0, 0, Long.MAX_VALUE / 2);
  }

  int width() throws Problem {
    return (int) number("width", Json.WIDTH, LEAST_WIDTH, MOST_WIDTH);
  }

  /**
   * Returns a time: an instant, or seconds since the recording began; null where there is none.
   *
   * @param began when it began
   */
  @Nullable Instant time(String name, Instant began) throws Problem {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      if (SECONDS.matcher(text).matches()) {
        return began.plusNanos((long) (Double.parseDouble(text) * NS));
      }
      Instant time = Instant.parse(text);
      // What a TIMESTAMP_NS holds.
      if (Math.abs(time.getEpochSecond()) < Long.MAX_VALUE / NS - 1) {
        return time;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // As below.
    }
    throw Problem.parameter(
        name, "wants a time as 2026-11-24T22:51:37.5Z, or +SECONDS since the recording began");
  }

  /** Returns the body, as text. */
  String body() throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new Problem(
          Problem.Kind.LARGE, "it has more than " + LARGEST_BODY + " bytes", "send less");
    }
    return new String(body, StandardCharsets.UTF_8);
  }
}
