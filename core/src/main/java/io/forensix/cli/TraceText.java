// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.trace.Trace;
import io.forensix.query.trace.TraceEdge;
import io.forensix.query.trace.TraceNode;
import io.forensix.text.Quote;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a graph of causes. */
final class TraceText {
  private static final int DEEPEST = 200;
  private static final int LABEL = 200;

  private final Trace trace;
  private final PrintWriter out;
  private final Map<TraceNode.Key, Integer> numbers = new HashMap<>();

  TraceText(Trace trace, PrintWriter out) {
    this.trace = trace;
    this.out = out;
    trace.nodes().keySet().forEach(key -> numbers.put(key, numbers.size() + 1));
  }

  private static String time(long ns) {
    return Instant.ofEpochSecond(0, ns).toString();
  }

  /** Returns what a node is, without anything that a terminal would obey. */
  private static String label(TraceNode node) {
    String text = Quote.safe(node.label());
    text = text.length() > LABEL ? text.substring(0, LABEL) + "..." : text;
    TraceNode.Key key = node.key();
    return key.process() ? key.a() + " " + text + " (uid " + node.uid() + ")" : text;
  }

  private static String label(TraceEdge edge) {
    return edge.how()
        + (edge.bytes() > 0 ? " " + edge.bytes() + " bytes" : "")
        + (edge.calls() > 1 ? " in " + edge.calls() + " calls" : "");
  }

  /** Writes a tree; what was shown above is not shown again. */
  void tree() {
    Set<TraceNode.Key> shown = new HashSet<>();
    for (TraceNode.Key root : trace.roots()) {
      TraceNode node = trace.nodes().get(root);
      if (node != null && shown.add(root)) {
        out.println(label(node));
        branch(root, "  ", shown);
      }
    }
    if (trace.pruned() > 0) {
      out.printf(
          "%d files that nobody writes and many read are left out: --no-prune shows them%n",
          trace.pruned());
    }
    if (!trace.cut().isEmpty()) {
      out.println("cut: " + trace.cut());
    }
  }

  private void branch(TraceNode.Key key, String indent, Set<TraceNode.Key> shown) {
    for (TraceEdge edge : trace.on(key)) {
      TraceNode next = trace.nodes().get(trace.next(edge));
      if (next == null) {
        continue;
      }
      boolean fresh = shown.add(next.key());
      boolean deep = indent.length() > 2 * DEEPEST;
      out.printf(
          "%s%s %s %s  %s%s%n",
          indent,
          trace.back() ? "<-" : "->",
          time(edge.first()),
          label(edge),
          label(next),
          fresh ? "" : "  (above)");
      if (fresh && !deep) {
        branch(next.key(), indent + "  ", shown);
      }
    }
  }

  /** Writes a graph in the language of Graphviz. */
  void dot() {
    out.println("digraph trace {");
    out.println("  rankdir=LR; node [fontsize=10]; edge [fontsize=8];");
    for (TraceNode node : trace.nodes().values()) {
      String more = trace.roots().contains(node.key()) ? ", penwidth=3" : "";
      String shape = node.key().process() ? "box" : "ellipse";
      out.printf(
          "  n%d [label=%s, shape=%s%s];%n",
          numbers.get(node.key()), quoted(label(node)), shape, more);
    }
    for (TraceEdge edge : trace.edges()) {
      String style = edge.how().equals("map") ? ", style=dashed" : "";
      String label = label(edge) + " " + time(edge.first());
      out.printf(
          "  n%d -> n%d [label=%s%s];%n",
          numbers.get(edge.from()), numbers.get(edge.to()), quoted(label), style);
    }
    if (!trace.cut().isEmpty()) {
      out.printf("  label=%s;%n", quoted("cut: " + trace.cut()));
    }
    out.println("}");
  }

  /** A backslash means something in a label, too. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  void json(long lost) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeBooleanProperty("uncertain", lost != 0);
      json.writeNumberProperty("lost", Math.max(0, lost));
      json.writeName("answer");
      json.writeStartObject();
      json.writeName("roots");
      json.writeStartArray();
      List<Integer> roots = trace.roots().stream().map(numbers::get).toList();
      roots.stream().filter(number -> number != null).forEach(json::writeNumber);
      json.writeEndArray();
      json.writeName("nodes");
      json.writeStartArray();
      trace.nodes().values().forEach(node -> node(json, node));
      json.writeEndArray();
      json.writeName("edges");
      json.writeStartArray();
      trace.edges().forEach(edge -> edge(json, edge));
      json.writeEndArray();
      json.writeNumberProperty("pruned", trace.pruned());
      json.writeStringProperty("cut", trace.cut());
      json.writeEndObject();
      json.writeEndObject();
    }
    out.println(text);
  }

  private void node(JsonGenerator json, TraceNode node) {
    TraceNode.Key key = node.key();
    json.writeStartObject();
    json.writeNumberProperty("id", numbers.get(key));
    json.writeStringProperty("kind", key.process() ? "process" : "file");
    json.writeNumberProperty("host", key.host());
    json.writeNumberProperty(key.process() ? "pid" : "dev", key.a());
    json.writeNumberProperty(key.process() ? "start" : "inode", key.b());
    json.writeStringProperty("label", node.label());
    if (key.process()) {
      json.writeNumberProperty("uid", node.uid());
    }
    json.writeEndObject();
  }

  private void edge(JsonGenerator json, TraceEdge edge) {
    json.writeStartObject();
    json.writeNumberProperty("from", numbers.get(edge.from()));
    json.writeNumberProperty("to", numbers.get(edge.to()));
    json.writeStringProperty("how", edge.how());
    json.writeStringProperty("first", time(edge.first()));
    json.writeStringProperty("last", time(edge.last()));
    json.writeNumberProperty("calls", edge.calls());
    json.writeNumberProperty("bytes", edge.bytes());
    json.writeEndObject();
  }
}
