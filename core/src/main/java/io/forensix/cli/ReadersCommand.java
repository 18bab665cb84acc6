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
import picocli.CommandLine.Parameters;

/** Who read a file. */
@Command(
    name = "readers",
    header = "Who read a file.",
    description = {
      "Every read, by whichever descriptor, name or call. A mapping is marked possible: what is loaded through it is not seen."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix readers /var/lib/forensix /etc/shadow",
      "  forensix readers /var/lib/forensix /etc/shadow --from 12:00:00 --to 12:05:00"
    })
final class ReadersCommand implements Callable<Integer> {
  @Mixin private QuestionOptions question;

  @Mixin private TimeRange range;

  @Parameters(index = "1", paramLabel = "FILE", description = "The path of the file, from /.")
  private String file;

  @Override
  public Integer call() throws IOException {
    try (Tables tables = question.open()) {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("file", file);
      range.put(tables, values);
      return question.answer(tables, "readers", values);
    }
  }
}
