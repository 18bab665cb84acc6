// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Answer;
import io.forensix.query.Tables;
import io.forensix.text.Quote;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands of a session. */
@Command(
    name = "session",
    header = "The commands of a session as a tree, with how they ended.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix sessions /var/lib/forensix",
      "  forensix session /var/lib/forensix 1",
      "  forensix session /var/lib/forensix 1 --json"
    })
final class SessionCommand implements Callable<Integer> {
  @Mixin private QuestionOptions question;

  @Parameters(index = "1", paramLabel = "ID", description = "Number that forensix sessions shows.")
  private long id;

  @Override
  public Integer call() throws IOException {
    try (Tables tables = question.open()) {
      Map<String, Object> values = Map.of("id", id);
      return question.table() ? tree(tables, values) : question.answer(tables, "session", values);
    }
  }

  /** A process, and what it ran: the process may run one program after the other. */
  private record Node(String key, String parent, List<String> lines) {}

  private int tree(Tables tables, Map<String, Object> values) throws IOException {
    Map<String, Node> nodes = new HashMap<>();
    List<Node> order = new ArrayList<>();
    try (Answer answer = tables.ask(Tables.question("session"), values)) {
      while (answer.next()) {
        String key = answer.text(1) + ":" + answer.text(2);
        String parent = answer.text(3) + ":" + answer.text(4);
        Node node = nodes.get(key);
        if (node == null) {
          node = new Node(key, parent, new ArrayList<>());
          nodes.put(key, node);
          order.add(node);
        }
        node.lines.add(line(answer));
      }
    }
    PrintWriter out = question.out();
    for (Node node : order) {
      String indent = "  ".repeat(depth(node, nodes));
      node.lines.forEach(line -> out.println(line.formatted(indent)));
    }
    question.warn(question.lost(tables, Map.of()));
    out.flush();
    return ExitCode.FINE.number();
  }

  private static int depth(Node node, Map<String, Node> nodes) {
    int depth = 0;
    Node at = nodes.get(node.parent);
    while (at != null && at != node && depth < nodes.size()) {
      depth++;
      at = nodes.get(at.parent);
    }
    return depth;
  }

  private static String line(Answer answer) throws IOException {
    String end =
        answer.text(6).isEmpty()
            ? "lives"
            : answer.text(8).isEmpty() ? "exit " + answer.text(7) : "signal " + answer.text(8);
    String time = answer.text(0);
    String head = "%-30s %7s  %-9s  ".formatted(time, answer.text(1), end);
    // The place of the indentation is filled in later, so that what was recorded cannot be it.
    return head + "%s" + Quote.safe(answer.text(9)).replace("%", "%%");
  }
}
