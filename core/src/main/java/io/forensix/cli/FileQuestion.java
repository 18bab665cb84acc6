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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A question about a file; the command is called as its text is (query/ask). */
abstract class FileQuestion implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions question;

  @Mixin private TimeRange range;

  @Parameters(index = "1", paramLabel = "FILE", description = "The path of the file, from /.")
  private String file;

  @Override
  public final Integer call() throws IOException {
    try (Tables tables = question.open()) {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("file", file);
      range.put(tables, values);
      return question.answer(tables, spec.name(), values);
    }
  }
}
