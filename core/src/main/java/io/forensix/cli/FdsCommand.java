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

/** The descriptors of a process: where they point, and how they got there. */
@Command(
    name = "fds",
    header = "The descriptors of a process: where they point, and how they got there.",
    description = {"All there ever were, or (--at) those that were open at a time."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix fds /var/lib/forensix 1234",
      "  forensix fds /var/lib/forensix 1234 --at 12:30:00"
    })
final class FdsCommand implements Callable<Integer> {
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
      return question.answer(tables, "fds", values);
    }
  }
}
