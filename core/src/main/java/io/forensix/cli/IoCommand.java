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

/** What was read and written, with its bytes. */
@Command(
    name = "io",
    header = "All bytes that a process read and wrote, or that went to and from a file.",
    description = {
      "A number is a process, all else the path of a file. Where not all of the bytes are on record,"
          + " whole is false."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix io /var/lib/forensix 1234 --fd 1",
      "  forensix io /var/lib/forensix /etc/motd --json"
    })
final class IoCommand implements Callable<Integer> {
  @Mixin private QuestionOptions question;

  @Mixin private TimeRange range;

  @Parameters(index = "1", paramLabel = "PID|FILE", description = "The process, or the file.")
  private String what;

  @Option(names = "--fd", paramLabel = "FD", description = "Only this descriptor of the process.")
  private @Nullable Integer fd;

  @Override
  public Integer call() throws IOException {
    try (Tables tables = question.open()) {
      Map<String, @Nullable Object> values = new HashMap<>();
      range.put(tables, values);
      if (what.matches("\\d{1,9}")) {
        values.put("pid", Integer.valueOf(what));
        values.put("fd", fd);
        return question.answer(tables, "io-pid", values);
      }
      values.put("file", what);
      return question.answer(tables, "io-file", values);
    }
  }
}
