// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.query.Tables;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that is asked of the tables of a host, from the moment it came. Another thread can see
 * how far it is, and end it.
 */
final class Question implements AutoCloseable {
  private static final double NS = 1e9;

  private final Request request;
  private final HostArchive host;
  private final long begun = System.nanoTime();
  private volatile @Nullable Tables tables;
  private volatile Problem.@Nullable Kind ended;
  private volatile long rows;
  private volatile long deadline;
  private @Nullable Instant began;

  Question(Request request, HostArchive host, long limitNanos) {
    this.request = request;
    this.host = host;
    deadline = begun + limitNanos;
  }

  Request request() {
    return request;
  }

  HostArchive host() {
    return host;
  }

  /** Changes how long it may take, from when it came. */
  void limit(long nanos) {
    deadline = begun + nanos;
  }

  double seconds() {
    return (System.nanoTime() - begun) / NS;
  }

  /** Returns how far it is. */
  Progress progress() {
    Tables now = tables;
    return new Progress(
        seconds(),
        rows,
        now == null ? null : now.progress().stream().boxed().findAny().orElse(null));
  }

  /** How far it is; percent is null where nobody knows. */
  record Progress(double seconds, long rows, @Nullable Double percent) {}

  /** Ends it, for a reason; again and again, as what is running may only just begin. */
  void stop(Problem.Kind why) {
    if (ended == null) {
      ended = why;
    }
    Tables now = tables;
    try {
      if (now != null) {
        now.cancel();
      }
    } catch (IndexException e) {
      // It ends by itself.
    }
  }

  /** Ends it where that is due. */
  void watch() {
    Problem.Kind why = ended;
    if (why != null) {
      stop(why);
    } else if (System.nanoTime() - deadline > 0) {
      stop(Problem.Kind.LIMIT);
    }
  }

  /** Returns why it was ended; null when it was not. */
  @Nullable Problem ended() {
    return switch (ended) {
      case null -> null;
      case LIMIT ->
          new Problem(
              Problem.Kind.LIMIT,
              "it ran for %.1f seconds".formatted(seconds()),
              "ask for less: a shorter time, fewer rows; or use forensix sql, which has no limit");
      default ->
          new Problem(
              Problem.Kind.CANCELLED,
              "somebody asked for its end",
              "ask again if it was not meant");
    };
  }

  private void check() throws Problem {
    Problem why = ended();
    if (why != null) {
      throw why;
    }
  }

  /** Opens the tables; from then on it can be asked. */
  void open() throws Problem, IndexException {
    check();
    Tables opened = host.open();
    tables = opened;
    opened.measure();
  }

  Tables tables() throws Problem {
    check();
    Tables now = tables;
    if (now == null) {
      throw new IllegalStateException("asked before it is open");
    }
    return now;
  }

  /** Asks a question of ours. */
  Answer ask(String name, Map<String, ?> values) throws Problem, IndexException {
    return tables().ask(Tables.question(name), values);
  }

  /** Takes note of another row. */
  void row() throws Problem {
    rows++;
    if (ended != null) {
      check();
    }
  }

  /** Returns a parameter that is a time; null where it is not there. */
  @Nullable Instant time(String name) throws Problem, IndexException {
    if (began == null) {
      String text = request.text(name);
      began = text != null && text.startsWith("+") ? tables().began().orElse(Instant.EPOCH) : null;
    }
    return request.time(name, began == null ? Instant.EPOCH : began);
  }

  /** Returns the parameters that many questions have: from, to, limit (one more) and offset. */
  Map<String, @Nullable Object> values() throws Problem, IndexException {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("from", time("from"));
    values.put("to", time("to"));
    values.put("limit", request.limit() + 1);
    values.put("offset", request.offset());
    return values;
  }

  /** Asks, and writes the answer as rows with what is said of all answers. */
  void rows(Json json, String name, Map<String, ?> values) throws Problem, IndexException {
    json.begin();
    boolean more;
    try (Answer answer = ask(name, values)) {
      more =
          json.rows(
              "rows",
              answer,
              request.limit(),
              () -> {
                rows++;
                json.row(answer, Set.of());
              });
    }
    check();
    end(json, more, null, values.get("from"), values.get("to"));
  }

  /** Ends an answer of rows. */
  void end(
      Json json, boolean more, @Nullable String next, @Nullable Object from, @Nullable Object to)
      throws Problem, IndexException {
    json.put("more", more).put("next", next);
    certainty(json, from, to);
    json.put("values_cut", json.cut()).end();
  }

  /** Writes whether something is missing of a time. */
  void certainty(Json json, @Nullable Object from, @Nullable Object to)
      throws Problem, IndexException {
    long lost = tables().lost(from, to);
    json.put("uncertain", lost != 0).put("lost", Math.max(0, lost));
  }

  @Override
  public void close() throws IndexException {
    Tables now = tables;
    tables = null;
    if (now != null) {
      now.close();
    }
  }
}
