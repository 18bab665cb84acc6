// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Tables;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A question about a process; the command is called as its text is (query/ask). */
abstract class ProcessQuestion implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions question;

  @Parameters(index = "1", paramLabel = "PID", description = "The process.")
  private int pid;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Which process that was, where the number was used again: alive at this time.")
  private @Nullable String at;

  @Override
  public final Integer call() throws IOException {
    try (Tables tables = question.open()) {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("pid", pid);
      values.put("at", TablesOption.time(tables, at));
      return question.answer(tables, spec.name(), values);
    }
  }
}
