// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.IndexException;
import io.forensix.query.content.Certainty;
import io.forensix.query.content.Content;
import io.forensix.query.content.ContentQuestion;
import io.forensix.query.content.Extent;
import io.forensix.query.content.Step;
import io.forensix.text.LineDiff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a file: its names, who used it, what was in it. */
final class FileAnswers {
  private static final long USUAL_BYTES = 1 << 16;
  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_EXTENTS = 1000;
  private static final int MOST_LINES = 10_000;

  private FileAnswers() {}

  static void names(Question question, Json json) throws IOException {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("path", question.request().need("path"));
    values.put("limit", question.request().limit() + 1);
    question.rows(json, "file-names", values);
  }

  static void writers(Question question, Json json) throws IOException {
    uses(question, json, "file-writers");
  }

  static void readers(Question question, Json json) throws IOException {
    uses(question, json, "file-readers");
  }

  private static void uses(Question question, Json json, String name) throws IOException {
    Map<String, @Nullable Object> values = question.values();
    values.put("path", question.request().need("path"));
    question.rows(json, name, values);
  }

  static void content(Question question, Json json) throws IOException {
    String path = question.request().need("path");
    long most = question.request().number("bytes", USUAL_BYTES, 0, MOST_BYTES);
    Instant at = question.time("at");
    Content content = content(question, path, at == null ? end(question) : at, most);
    json.begin().put("path", path).put("at", Times.text(content.at()));
    json.put("machine", content.id().host()).put("dev", content.id().dev());
    json.put("inode", Long.toUnsignedString(content.id().inode()));
    json.put("size", content.size()).put("sized", content.sized()).put("known", content.known());
    for (Certainty certainty : Certainty.values()) {
      json.put(certainty.label() + "_bytes", content.bytes(certainty));
    }
    json.list("extents");
    for (Extent extent : content.extents().stream().limit(MOST_EXTENTS).toList()) {
      extent(json, content.id().host(), extent);
    }
    json.endList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.read((extent, some) -> bytes.writeBytes(some));
    json.whole("data", Base64.getEncoder().encodeToString(bytes.toByteArray()));
    question.certainty(json, Instant.EPOCH, Instant.ofEpochSecond(0, content.at()));
    json.end();
  }

  private static Instant end(Question question) throws Problem, IndexException {
    return question.tables().ended().map(last -> last.plusNanos(1)).orElseGet(Instant::now);
  }

  private static Content content(Question question, String path, Instant at, long most)
      throws IOException {
    return new ContentQuestion(question.tables(), question.host().directory())
        .ask(path, at, most)
        .orElseThrow(() ->
            new Problem(
                Problem.Kind.NOT_FOUND,
                "no file is on record that had this name at " + Times.text(at),
                "ask for another time; /files/names has all the names of a file"));
  }

  private static void extent(Json json, int machine, Extent extent) {
    Step by = extent.by();
    boolean whose = by != null && by.pid() != 0;
    json.begin().put("from", extent.from()).put("to", extent.to());
    json.put("certainty", extent.certainty().label());
    json.put("call", by == null ? null : by.call());
    json.put("time", by == null ? null : Times.text(by.time()));
    json.put("process", whose ? ProcessKey.text(machine, by.pid(), by.start()) : null);
    json.put("comm", whose ? by.comm() : null).put("why", extent.why()).end();
  }

  static void diff(Question question, Json json) throws IOException {
    String path = question.request().need("path");
    question.request().need("from");
    question.request().need("to");
    Instant from = Objects.requireNonNull(question.time("from"));
    Instant to = Objects.requireNonNull(question.time("to"));
    Content before = content(question, path, from, MOST_BYTES);
    Content after = content(question, path, to, MOST_BYTES);
    List<LineDiff.Hunk> hunks = new LineDiff(before.lines(), after.lines()).hunks();
    json.begin().put("path", path).put("from", Times.text(from)).put("to", Times.text(to));
    json.put("from_known", before.known()).put("to_known", after.known()).list("hunks");
    int left = MOST_LINES;
    for (LineDiff.Hunk hunk : hunks) {
      json.begin().put("old_line", hunk.old() + 1).put("new_line", hunk.now() + 1).list("lines");
      for (LineDiff.Line line : hunk.lines().subList(0, Math.min(left, hunk.lines().size()))) {
        json.begin().put("kind", kind(line.kind())).put("text", line.text()).end();
      }
      left -= Math.min(left, hunk.lines().size());
      json.endList().end();
    }
    json.endList().put("cut", left == 0 || json.cut() > 0);
    question.certainty(json, Instant.EPOCH, from.isAfter(to) ? from : to);
    json.end();
  }

  private static String kind(char kind) {
    return switch (kind) {
      case '+' -> "added";
      case '-' -> "removed";
      default -> "same";
    };
  }
}
