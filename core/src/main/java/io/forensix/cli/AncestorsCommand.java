// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Tables;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The line of processes that a process comes from. */
@Command(
    name = "ancestors",
    header = "The line of processes that a process comes from.",
    description = {"Beginning with the process itself; each stands above the one that made it."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix ancestors /var/lib/forensix 1234",
      "  forensix ancestors /var/lib/forensix 1234 --at 12:30:00"
    })
final class AncestorsCommand implements Callable<Integer> {
  @Mixin private QuestionOptions question;

  @Parameters(index = "1", paramLabel = "PID", description = "The process.")
  private int pid;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Which process that was, where the number was used again: alive at this time.")
  private @Nullable String at;

  @Override
  public Integer call() throws IOException {
    try (Tables tables = question.open()) {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("pid", pid);
      values.put("at", TablesOption.time(tables, at));
      return question.answer(tables, "ancestors", values);
    }
  }
}
