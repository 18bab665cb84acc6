// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams: what happens, and how far a question is. */
final class LiveAnswers {
  private static final long LOOK_MILLIS = 250;
  private static final int LOOKS_PER_BEAT = 40;
  private static final long MOST_BACKLOG = 1000;
  private static final long MOST_RATE = 1000;
  private static final long MOST_PID = 1 << 22;
  private static final int LOOKS_FOR_QUESTION = 4;

  private LiveAnswers() {}

  /** An event as it is sent. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares events.
  private record Sent(String cursor, byte[] json) {}

  /** Sends events until the client goes. */
  static void live(Questions questions, HostArchive host, Request request, EventStream out)
      throws IOException {
    Map<String, @Nullable Object> values = new HashMap<>();
    EventAnswers.filter(values, request);
    values.put("pid", request.number("pid", 0, MOST_PID));
    values.put("from", null);
    values.put("to", null);
    long rate = request.number("rate", 200, 1, MOST_RATE);
    long backlog = request.number("backlog", 20, 0, MOST_BACKLOG);
    String cursor = request.header("Last-Event-ID");
    EventAnswers.after(values, cursor);
    if (cursor == null) {
      cursor = backlog(questions, host, request, values, backlog, out);
    }
    HostArchive.Index sent = null;
    long seen = -1;
    for (int look = 1; ; look++) {
      HostArchive.Index index = host.index();
      if (!index.equals(sent)) {
        out.send("index", null, index.write(new Json(Json.WIDTH)).bytes());
        sent = index;
      }
      if (index.fresh() != seen || index.state() == HostArchive.State.OFF) {
        try {
          cursor = news(questions, host, request, values, cursor, rate, out);
          seen = index.fresh();
        } catch (Problem problem) {
          // Who fills the tables has them: at the next look, then.
          if (!problem.passes()) {
            throw problem;
          }
        }
      }
      if (look % LOOKS_PER_BEAT == 0) {
        out.beat();
      }
      out.flush();
      sleep();
    }
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException("the server ends", e);
    }
  }

  /** Sends the last events there are, and returns the place behind them. */
  private static @Nullable String backlog(
      Questions questions,
      HostArchive host,
      Request request,
      Map<String, @Nullable Object> values,
      long count,
      EventStream out)
      throws IOException {
    values.put("limit", Math.max(1, count));
    List<Sent> last = ask(questions, host, request, values, "events-last");
    for (Sent event : count == 0 ? List.<Sent>of() : last) {
      out.send("event", event.cursor, event.json);
    }
    return last.isEmpty() ? null : last.getLast().cursor;
  }

  /** Sends what came since, as far as the rate allows, and returns the place behind it. */
  private static @Nullable String news(
      Questions questions,
      HostArchive host,
      Request request,
      Map<String, @Nullable Object> values,
      @Nullable String cursor,
      long rate,
      EventStream out)
      throws IOException {
    EventAnswers.after(values, cursor);
    values.put("offset", 0L);
    values.put("limit", rate + 1);
    List<Sent> news = ask(questions, host, request, values, "events-after");
    boolean more = news.size() > rate;
    for (Sent event : more ? news.subList(0, (int) rate) : news) {
      out.send("event", event.cursor, event.json);
    }
    if (!more) {
      return news.isEmpty() ? cursor : news.getLast().cursor;
    }
    return skip(questions, host, request, values, news.get((int) rate - 1).cursor, out);
  }

  /** Goes on behind the last event, and says how many there are up to it. */
  private static String skip(
      Questions questions,
      HostArchive host,
      Request request,
      Map<String, @Nullable Object> values,
      String from,
      EventStream out)
      throws IOException {
    values.put("limit", 1L);
    List<Sent> last = ask(questions, host, request, values, "events-last");
    String to = last.isEmpty() ? from : last.getLast().cursor;
    EventAnswers.after(values, from);
    values.put("limit", Long.MAX_VALUE / 2);
    String text =
        EventAnswers.question("events-all", "events-chosen", "events-after")
            + "SELECT count(*) FROM page";
    long[] skipped = {0};
    questions.ask(
        request,
        host,
        question -> {
          try (Answer answer = question.tables().ask(text, values)) {
            answer.next();
            skipped[0] = answer.number(0);
          }
          return Reply.nothing();
        });
    Json json = new Json(Json.WIDTH);
    out.send("skipped", null, json.begin().put("events", skipped[0]).end().bytes());
    return to;
  }

  private static List<Sent> ask(
      Questions questions,
      HostArchive host,
      Request request,
      Map<String, @Nullable Object> values,
      String page)
      throws IOException {
    String text = EventAnswers.question("events-all", "events-chosen", page, "events-rows");
    List<Sent> events = new ArrayList<>();
    questions.ask(
        request,
        host,
        question -> {
          try (Answer answer = question.tables().ask(text, values)) {
            while (answer.next()) {
              Json json = new Json(request.width());
              EventAnswers.row(json, answer);
              events.add(new Sent(answer.text(0), json.bytes()));
            }
          }
          return Reply.nothing();
        });
    return events;
  }

  /** Sends how far a question is, until it has ended. */
  static void progress(Questions questions, String name, EventStream out) throws IOException {
    Optional<Question> running = questions.running(name);
    for (int look = 0; running.isEmpty() && look < LOOKS_FOR_QUESTION; look++) {
      sleep();
      running = questions.running(name);
    }
    while (running.isPresent()) {
      Question.Progress progress = running.get().progress();
      Json json = new Json(Json.WIDTH);
      json.begin().put("seconds", progress.seconds()).put("rows", progress.rows());
      out.send("progress", null, json.put("percent", progress.percent()).end().bytes());
      out.flush();
      sleep();
      running = questions.running(name);
    }
    out.send("end", null, new Json(Json.WIDTH).begin().end().bytes());
    out.flush();
  }
}
