// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Answer;
import io.forensix.query.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What all questions have: the archive, and how the answer is written. */
final class QuestionOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Mixin private TablesOption where;

  @Option(
      names = "--json",
      description = "Write {\"uncertain\": .., \"lost\": .., \"answer\": [..]}; bytes in base64.")
  private boolean json;

  @Option(names = "--csv", description = "Write comma-separated values.")
  private boolean csv;

  Tables open() throws IOException {
    return where.open();
  }

  Path directory() {
    return where.directory();
  }

  boolean json() {
    return json;
  }

  /** Returns whether the answer is for people. */
  boolean table() {
    return !json && !csv;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Asks a question with its parameters, and writes the answer. */
  int answer(Tables tables, String question, Map<String, ?> values) throws IOException {
    long lost = lost(tables, values);
    PrintWriter out = out();
    if (json) {
      out.printf("{\"uncertain\": %b, \"lost\": %d, \"answer\": ", lost != 0, Math.max(0, lost));
    }
    AnswerFormat format = json ? AnswerFormat.JSON : csv ? AnswerFormat.CSV : AnswerFormat.TABLE;
    try (Answer answer = tables.ask(Tables.question(question), values)) {
      format.write(answer, out);
    }
    if (json) {
      out.println("}");
    }
    out.flush();
    warn(lost);
    return ExitCode.FINE.number();
  }

  /** Says that an answer may lack something, where records are missing. */
  void warn(long lost) {
    if (lost != 0) {
      PrintWriter err = spec.commandLine().getErr();
      String what = lost < 0 ? "the archive is damaged" : lost + " records of this time are lost";
      err.println(spec.qualifiedName() + ": uncertain: " + what + "; see the table loss");
      err.flush();
    }
  }

  /** Returns how many records of the time that is asked for are lost; -1: nobody knows. */
  long lost(Tables tables, Map<String, ?> values) throws IOException {
    return tables.lost(values.get("from"), values.get("to"));
  }
}
