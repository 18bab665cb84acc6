// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Answer;
import io.forensix.query.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the tables in SQL. */
@Command(
    name = "sql",
    header = "Ask the tables of an archive in SQL: at a prompt, or from a file.",
    description = {
      "Parameters of a query, as $pid, are given by options and bound to the prepared statement:"
          + " they are never part of its text. The tables are open to be read only, and no query can"
          + " read or write another file. forensix schema shows the tables."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix sql /var/lib/forensix",
      "  forensix sql /var/lib/forensix -e \"FROM process WHERE exit_code = 3\" --format json",
      "  forensix sql /var/lib/forensix -f query.sql --pid 42 --from '10 min ago' --to now",
      "  forensix sql /var/lib/forensix -f query.sql --set path=/etc/passwd",
      "  forensix sql /var/lib/forensix -e 'FROM io' --parquet io.parquet"
    })
final class SqlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TablesOption where;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A query; - is the standard input.")
  private @Nullable Path queryFile;

  @Option(
      names = {"-e", "--query"},
      paramLabel = "SQL",
      description = "A query.")
  private @Nullable String query;

  @Option(
      names = {"-p", "--pid"},
      paramLabel = "PID",
      description = "Value of $pid.")
  private @Nullable Long pid;

  @Option(names = "--from", paramLabel = "TIME", description = "Value of $from.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Value of $to.")
  private @Nullable String to;

  @Option(names = "--at", paramLabel = "TIME", description = "Value of $at.")
  private @Nullable String at;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Value of another parameter, $NAME: text.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How rows are written: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private AnswerFormat format = AnswerFormat.TABLE;

  @Option(
      names = "--parquet",
      paramLabel = "FILE",
      description = "Write the rows to a Parquet file: the only file that a query can touch.")
  private @Nullable Path parquet;

  @Override
  public Integer call() throws IOException {
    String sql = text();
    PrintWriter out = spec.commandLine().getOut();
    if (sql == null) {
      if (parquet != null) {
        throw new Failure(ExitCode.USAGE, "--parquet wants a query: -e SQL or -f FILE");
      }
      return new SqlPrompt(where, format).run();
    }
    try (Tables tables = parquet == null ? where.open() : Tables.open(where.file(), parquet)) {
      Map<String, Object> bound = bound(tables);
      if (parquet != null) {
        tables.parquet(sql, bound, parquet);
      } else {
        try (Answer answer = tables.ask(sql, bound)) {
          format.write(answer, out);
        }
      }
    }
    out.flush();
    return ExitCode.FINE.number();
  }

  private @Nullable String text() throws IOException {
    if (query != null && queryFile != null) {
      throw new Failure(ExitCode.USAGE, "either -e or -f, not both");
    }
    if (queryFile == null) {
      return query;
    }
    return queryFile.toString().equals("-")
        ? new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
        : Files.readString(queryFile);
  }

  private Map<String, Object> bound(Tables tables) throws IOException {
    Map<String, Object> bound = new HashMap<>(values);
    put(bound, "pid", pid);
    put(bound, "from", TablesOption.time(tables, from));
    put(bound, "to", TablesOption.time(tables, to));
    put(bound, "at", TablesOption.time(tables, at));
    return bound;
  }

  private static void put(Map<String, Object> bound, String name, @Nullable Object value) {
    if (value instanceof Instant || value instanceof Long) {
      bound.put(name, value);
    }
  }
}
