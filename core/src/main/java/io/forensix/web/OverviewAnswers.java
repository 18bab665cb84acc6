// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.query.Schema;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What there is: hosts, what happened on them over time, what is missing, and the tables. */
final class OverviewAnswers {
  private static final long SHOWN_LOSSES = 100;
  private static final long USUAL_BUCKETS = 300;
  private static final long MOST_BUCKETS = 2000;

  private OverviewAnswers() {}

  static Reply hosts(Hosts hosts) throws IOException {
    Json json = new Json(Json.WIDTH);
    json.begin().list("hosts");
    for (HostArchive host : hosts.list()) {
      json.begin().put("host", host.name());
      host.index().write(json.name("index"));
      json.end();
    }
    json.endList().end();
    return Reply.json(json);
  }

  static void host(Question question, Json json) throws IOException {
    json.begin().put("host", question.host().name());
    question.host().index().write(json.name("index"));
    try (Answer counts = question.ask("counts", Map.of())) {
      counts.next();
      json.put("began", Times.text(counts.text(counts.columns().indexOf("began"))));
      json.put("ended", Times.text(counts.text(counts.columns().indexOf("ended"))));
      json.begin("counts").fields(counts, Set.of("began", "ended")).end();
    }
    try (Answer machines = question.ask("machines", Map.of())) {
      json.rows("machines", machines, Long.MAX_VALUE);
    }
    try (Answer recordings = question.ask("recordings", Map.of())) {
      json.rows("recordings", recordings, Long.MAX_VALUE);
    }
    losses(question, json, null, null);
    json.put("throttling", "not on record").end();
  }

  private static void losses(
      Question question, Json json, @Nullable Instant from, @Nullable Instant to)
      throws Problem, IndexException {
    question.certainty(json, from, to);
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("from", from);
    values.put("to", to);
    values.put("limit", SHOWN_LOSSES);
    try (Answer losses = question.ask("loss-rows", values)) {
      json.rows("losses", losses, SHOWN_LOSSES);
    }
  }

  static void losses(Question question, Json json) throws IOException {
    question.rows(json, "loss-rows", question.values());
  }

  static void activity(Question question, Json json) throws IOException {
    long buckets = question.request().number("buckets", USUAL_BUCKETS, 1, MOST_BUCKETS);
    Instant from = question.time("from");
    Instant to = question.time("to");
    if (from == null || to == null) {
      try (Answer counts = question.ask("span", Map.of())) {
        counts.next();
        from = from == null ? Times.of(counts.text(0)) : from;
        // The last event is within the time.
        Instant last = Times.of(counts.text(1));
        to = to != null || last == null ? to : last.plusNanos(1);
      }
    }
    json.begin().put("from", Times.text(from)).put("to", Times.text(to));
    if (from == null || to == null) {
      json.put("step_ns", 0).list("buckets").endList();
    } else {
      long length = Times.ns(to) - Times.ns(from);
      if (length <= 0) {
        throw Problem.parameter("to", "wants a time after from");
      }
      long step = Math.max(1, Math.ceilDiv(length, buckets));
      json.put("step_ns", step);
      Map<String, Object> values =
          Map.of("from", Times.ns(from), "step", step, "buckets", Math.ceilDiv(length, step));
      try (Answer answer = question.ask("activity", values)) {
        json.rows("buckets", answer, MOST_BUCKETS);
      }
    }
    losses(question, json, from, to);
    json.end();
  }

  static Reply schema() {
    Json json = new Json(Json.WIDTH);
    json.begin().list("relations");
    for (Schema.Relation relation : Schema.relations()) {
      json.begin().put("name", relation.name()).put("view", relation.view());
      json.put("comment", relation.comment()).list("columns");
      for (Schema.Column column : relation.columns()) {
        json.begin().put("name", column.name()).put("type", column.type());
        json.put("comment", column.comment()).end();
      }
      json.endList().end();
    }
    json.endList().end();
    return Reply.json(json);
  }
}
