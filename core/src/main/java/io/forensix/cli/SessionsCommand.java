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

/** The sessions on terminals: who, where, from when to when. */
@Command(
    name = "sessions",
    header = "The sessions on terminals: who, where, from when to when.",
    description = {"The number of a session is what session and replay are given."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix sessions /var/lib/forensix ",
      "  forensix sessions /var/lib/forensix --json"
    })
final class SessionsCommand implements Callable<Integer> {
  @Mixin private QuestionOptions question;

  @Override
  public Integer call() throws IOException {
    try (Tables tables = question.open()) {
      Map<String, @Nullable Object> values = new HashMap<>();

      return question.answer(tables, "sessions", values);
    }
  }
}
