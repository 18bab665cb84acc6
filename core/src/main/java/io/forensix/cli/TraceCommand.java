// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Answer;
import io.forensix.query.Tables;
import io.forensix.query.content.ContentQuestion;
import io.forensix.query.content.Step;
import io.forensix.query.trace.Trace;
import io.forensix.query.trace.TraceNode;
import io.forensix.query.trace.TraceQuestion;
import io.forensix.text.Quote;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A graph of causes; back or forward. */
abstract class TraceCommand implements Callable<Integer> {
  @Mixin private QuestionOptions question;

  @Parameters(index = "1", paramLabel = "FILE|PID", description = "A number is a process.")
  private String what;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "As it was then: 12:30:00, 2026-11-23T12:30:00Z, +90 (back: at the end).")
  private @Nullable String at;

  @Option(names = "--dot", description = "Write a graph for Graphviz: | dot -Tsvg.")
  private boolean dot;

  @Option(
      names = "--depth",
      paramLabel = "STEPS",
      description = "How far to go (${DEFAULT-VALUE}).")
  private int depth = 30;

  @Option(
      names = "--nodes",
      paramLabel = "COUNT",
      description = "How many processes and files at most (${DEFAULT-VALUE}).")
  private int most = 500;

  @Option(
      names = "--readers",
      paramLabel = "COUNT",
      description =
          "Leave out a file that nobody writes in the archive and more processes than this read"
              + " (${DEFAULT-VALUE}): libraries, locales and the like.")
  private int readers = 5;

  @Option(names = "--no-prune", description = "Leave no file out.")
  private boolean whole;

  private final boolean back;

  TraceCommand(boolean back) {
    this.back = back;
  }

  @Override
  public final Integer call() throws IOException {
    if (depth < 1 || most < 1 || readers < 0) {
      throw new Failure(ExitCode.USAGE, "--depth and --nodes want 1 or more, --readers 0 or more");
    }
    try (Tables tables = question.open()) {
      Instant when = TablesOption.time(tables, at);
      List<TraceNode.Key> roots = roots(tables, when);
      TraceQuestion.Limits limits = new TraceQuestion.Limits(depth, most, whole ? 0 : readers);
      Trace trace = new TraceQuestion(tables, back, limits).ask(roots, bound(when));
      Map<String, Object> values = new HashMap<>();
      if (when != null) {
        values.put(back ? "to" : "from", when);
      }
      long lost = question.lost(tables, values);
      TraceText text = new TraceText(trace, question.out());
      if (dot) {
        text.dot();
      } else if (question.json()) {
        text.json(lost);
      } else if (question.table()) {
        text.tree();
      } else {
        throw new Failure(ExitCode.USAGE, "a graph is no table: --json, --dot, or neither");
      }
      question.out().flush();
      question.warn(lost);
    }
    return ExitCode.FINE.number();
  }

  private long bound(@Nullable Instant when) {
    if (when == null) {
      return back ? Long.MAX_VALUE : 0;
    }
    return when.getEpochSecond() * 1_000_000_000L + when.getNano();
  }

  private List<TraceNode.Key> roots(Tables tables, @Nullable Instant when) throws IOException {
    List<TraceNode.Key> roots = new ArrayList<>();
    if (what.matches("\\d{1,9}")) {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("pid", Integer.valueOf(what));
      values.put("at", when);
      try (Answer answer = tables.ask(Tables.question("trace-process"), values)) {
        while (answer.next()) {
          roots.add(
              new TraceNode.Key(
                  true, (int) answer.number(0), (int) answer.number(1), answer.number(2)));
        }
      }
    } else {
      Optional<Step.FileId> file =
          new ContentQuestion(tables, question.directory())
              .find(what, when == null ? Instant.ofEpochSecond(4_000_000_000L) : when);
      file.ifPresent(id -> roots.add(new TraceNode.Key(false, id.host(), id.dev(), id.inode())));
    }
    if (roots.isEmpty()) {
      throw new Failure(
          ExitCode.FAILED, "nothing is on record of " + Quote.safe(what) + " at that time");
    }
    return roots;
  }
}
