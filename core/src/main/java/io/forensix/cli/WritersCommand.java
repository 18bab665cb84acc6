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

/** Who wrote to a file. */
@Command(
    name = "writers",
    header = "Who wrote to a file.",
    description = {
      "Every write, by whichever descriptor, name or call: inherited, duplicated, passed over a socket, through a hard link, splice, sendfile, truncate. A shared writable mapping is marked possible: what is stored through it is not seen."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix writers /var/lib/forensix /etc/passwd",
      "  forensix writers /var/lib/forensix /etc/passwd --from '10 min ago' --json"
    })
final class WritersCommand implements Callable<Integer> {
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
      return question.answer(tables, "writers", values);
    }
  }
}
