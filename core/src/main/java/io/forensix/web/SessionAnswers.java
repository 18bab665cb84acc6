// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.Asciicast;
import io.forensix.query.IndexException;
import io.forensix.query.TerminalRecording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who was on which terminal, what they did, and what it showed. */
final class SessionAnswers {
  static final String ASCIICAST = "application/x-asciicast";
  private static final double NS = 1e9;

  /** A recording that is longer is for forensix replay. */
  private static final int LARGEST_BYTES = 64 << 20;

  private SessionAnswers() {}

  /** Returns the parameters of the question for sessions, with nothing asked for. */
  static Map<String, @Nullable Object> all(long limit) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (String name : new String[] {"id", "machine", "pid", "start"}) {
      values.put(name, null);
    }
    values.put("limit", limit);
    return values;
  }

  static void list(Question question, Json json) throws IOException {
    question.rows(json, "session-rows", all(question.request().limit() + 1));
  }

  private static long id(Question question) throws Problem {
    return question.request().partNumber("session", Integer.MAX_VALUE);
  }

  private static Problem missing(long id) {
    return new Problem(
        Problem.Kind.NOT_FOUND, "no session has the number " + id, "/sessions has those there are");
  }

  static void one(Question question, Json json) throws IOException {
    Map<String, @Nullable Object> values = all(1);
    long id = id(question);
    values.put("id", id);
    json.begin();
    int machine;
    try (Answer answer = question.ask("session-rows", values)) {
      if (!answer.next()) {
        throw missing(id);
      }
      machine = (int) answer.number(answer.columns().indexOf("machine"));
      json.begin("session").fields(answer, Set.of()).end();
    }
    TerminalRecording recording = TerminalRecording.of(question.tables(), id);
    recording(json, recording);
    commands(question, json, id, machine, recording.frames());
    json.put("values_cut", json.cut());
    question.certainty(json, null, null);
    json.end();
  }

  private static void recording(Json json, TerminalRecording recording) {
    List<TerminalRecording.Frame> frames = recording.frames();
    TerminalRecording.Frame size =
        frames.stream()
            .filter(frame -> frame.kind() == TerminalRecording.Kind.SIZE)
            .findFirst()
            .orElse(null);
    json.begin("recording").put("exact", recording.exact());
    json.put("began", frames.isEmpty() ? null : Times.text(frames.getFirst().ns()));
    json.put(
        "seconds", frames.isEmpty() ? 0.0 : (frames.getLast().ns() - frames.getFirst().ns()) / NS);
    json.put("columns", size == null ? TerminalRecording.USUAL_COLUMNS : size.columns());
    json.put("rows", size == null ? TerminalRecording.USUAL_ROWS : size.rows());
    json.put("frames", frames.size()).end();
  }

  private static void commands(
      Question question, Json json, long id, int machine, List<TerminalRecording.Frame> frames)
      throws Problem, IndexException {
    Map<String, Integer> depths = new HashMap<>();
    Long began = frames.isEmpty() ? null : (Long) frames.getFirst().ns();
    try (Answer answer = question.ask("session", Map.of("id", id))) {
      json.rows(
          "commands",
          answer,
          Request.LIMIT,
          () -> {
            String process = ProcessKey.text(machine, (int) answer.number(1), answer.number(2));
            boolean orphan = answer.value(4) == null;
            String parent =
                orphan ? null : ProcessKey.text(machine, (int) answer.number(3), answer.number(4));
            int depth = parent == null ? 0 : depths.getOrDefault(parent, -1) + 1;
            depths.putIfAbsent(process, depth);
            json.begin().put("time", Times.text(answer.text(0)));
            json.put("seconds", seconds(answer.text(0), began));
            json.put("ended_seconds", seconds(answer.text(6), began));
            json.put("process", process).put("pid", answer.value(1)).put("parent", parent);
            json.put("depth", depths.get(process)).put("uid", answer.value(5));
            json.put("ended", Times.text(answer.text(6))).put("exit_code", answer.value(7));
            json.put("signal", answer.value(8)).put("command", answer.value(9)).end();
          });
    }
  }

  /** Returns where a time is in a recording; what was before it is at its beginning. */
  static @Nullable Double seconds(String time, @Nullable Long began) {
    Instant at = Times.of(time);
    return at == null || began == null ? null : (Double) Math.max(0, (Times.ns(at) - began) / NS);
  }

  static Reply cast(Question question) throws IOException {
    long id = id(question);
    TerminalRecording recording = TerminalRecording.of(question.tables(), id);
    if (recording.frames().isEmpty()) {
      Map<String, @Nullable Object> values = all(1);
      values.put("id", id);
      try (Answer answer = question.ask("session-rows", values)) {
        if (!answer.next()) {
          throw missing(id);
        }
      }
      throw new Problem(
          Problem.Kind.NOT_FOUND,
          "nothing is on record of the terminal of session " + id,
          "its commands are on record: /sessions/" + id);
    }
    Bounded bytes = new Bounded();
    try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      Asciicast.write(recording, out);
    }
    if (bytes.full) {
      throw new Problem(
          Problem.Kind.LARGE,
          "the recording has more than " + LARGEST_BYTES + " bytes",
          "use forensix replay, which has no limit");
    }
    return new Reply(200, ASCIICAST, bytes.toByteArray());
  }

  /** Bytes that are no longer kept when there are too many. */
  private static final class Bounded extends ByteArrayOutputStream {
    private boolean full;

    @Override
    public synchronized void write(byte[] some, int from, int length) {
      if (full || count + length > LARGEST_BYTES) {
        full = true;
      } else {
        super.write(some, from, length);
      }
    }
  }
}
