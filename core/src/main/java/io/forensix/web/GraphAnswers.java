// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.content.ContentQuestion;
import io.forensix.query.trace.Trace;
import io.forensix.query.trace.TraceEdge;
import io.forensix.query.trace.TraceNode;
import io.forensix.query.trace.TraceQuestion;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Graphs of causes. */
final class GraphAnswers {
  private static final Instant LATE = Instant.ofEpochSecond(4_000_000_000L);

  private GraphAnswers() {}

  static void graph(Question question, Json json) throws IOException {
    Request request = question.request();
    String direction = request.need("direction");
    boolean back = direction.equals("back");
    if (!back && !direction.equals("forward")) {
      throw Problem.parameter("direction", "wants back or forward");
    }
    TraceQuestion.Limits limits =
        new TraceQuestion.Limits(
            (int) request.number("depth", 30, 1, 100),
            (int) request.number("nodes", 500, 1, 2000),
            (int) request.number("readers", 5, 0, Integer.MAX_VALUE));
    Instant at = question.time("at");
    TraceNode.Key root = root(question, at);
    long bound = at != null ? Times.ns(at) : back ? Long.MAX_VALUE : 0;
    Trace trace =
        new TraceQuestion(question.tables(), back, limits).ask(java.util.List.of(root), bound);
    json.begin().put("direction", direction).list("roots");
    trace.roots().forEach(key -> json.value(key.text()));
    json.endList().list("nodes");
    trace.nodes().values().forEach(node -> node(json, node));
    json.endList().list("edges");
    trace.edges().forEach(edge -> edge(json, edge));
    json.endList().put("pruned", trace.pruned()).put("cut", trace.cut());
    json.put("values_cut", json.cut());
    question.certainty(json, back ? null : at, back ? at : null);
    json.end();
  }

  private static TraceNode.Key root(Question question, @Nullable Instant at) throws IOException {
    Request request = question.request();
    String node = request.text("node");
    String process = request.text("process");
    String path = request.text("path");
    if (node != null) {
      return TraceNode.Key.of(node)
          .orElseThrow(() -> Problem.parameter("node", "wants the id of a node"));
    }
    if (process != null) {
      ProcessKey key = ProcessKey.find(question, process);
      return new TraceNode.Key(true, key.machine(), key.pid(), key.start());
    }
    if (path == null) {
      throw Problem.parameter("path", "path, process, or node is needed");
    }
    return new ContentQuestion(question.tables(), question.host().directory())
        .find(path, at == null ? LATE : at)
        .map(id -> new TraceNode.Key(false, id.host(), id.dev(), id.inode()))
        .orElseThrow(() ->
            new Problem(
                Problem.Kind.NOT_FOUND,
                "no file is on record that had this name then",
                "ask for another time; /search?in=paths finds names"));
  }

  private static void node(Json json, TraceNode node) {
    TraceNode.Key key = node.key();
    boolean process = key.process();
    json.begin().put("id", key.text()).put("kind", process ? "process" : "file");
    json.put("machine", key.host()).put("label", node.label());
    json.put("process", process ? ProcessKey.text(key.host(), key.a(), key.b()) : null);
    json.put("pid", process ? key.a() : null).put("uid", process ? node.uid() : null);
    json.put("dev", process ? null : key.a());
    json.put("inode", process ? null : Long.toUnsignedString(key.b()));
    json.put("leaf", node.leaf()).end();
  }

  private static void edge(Json json, TraceEdge edge) {
    json.begin().put("from", edge.from().text()).put("to", edge.to().text());
    json.put("how", edge.how()).put("first", Times.text(edge.first()));
    json.put("last", Times.text(edge.last())).put("calls", edge.calls());
    json.put("bytes", edge.bytes()).end();
  }
}
