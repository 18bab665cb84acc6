// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Answer;
import io.forensix.query.Database;
import io.forensix.query.Tables;
import io.forensix.timeline.span.ProcessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose records: a process, where its number was used twice which one, and its children. */
final class FamilyOptions {
  @Option(
      names = {"-p", "--pid"},
      paramLabel = "PID",
      split = ",",
      description = "Only this process, or thread; may be given again.")
  private List<Integer> pids = new ArrayList<>();

  @Option(names = "--children", description = "Also all processes that came of these.")
  private boolean children;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Of processes with one number, the one that was alive then.")
  private @Nullable String at;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of processes with one number, those that ran a program of this name.")
  private @Nullable String name;

  @Option(
      names = "--index",
      paramLabel = "FILE",
      description = "Where the tables are (in the directory of the archive).")
  private @Nullable Path index;

  /**
   * Returns who is asked for.
   *
   * @param archive where to look for the tables
   * @param pid a process, or null
   * @throws Failure when no process is meant
   */
  Family family(Path archive, @Nullable Integer pid) throws IOException {
    Set<Integer> numbers = new HashSet<>(pids);
    if (pid != null) {
      numbers.add(pid);
    }
    boolean choose = at != null || name != null;
    if (numbers.isEmpty() && (choose || children)) {
      throw new Failure(
          ExitCode.USAGE, "--children, --at and --name say more of a process: which PID?");
    }
    if (!choose) {
      return new Family(numbers, Set.of(), children);
    }
    Set<ProcessKey> chosen = new HashSet<>();
    try (Tables tables = Tables.open(index == null ? Database.of(archive) : index)) {
      for (int number : numbers) {
        choose(tables, number, chosen);
      }
    }
    if (chosen.isEmpty()) {
      throw new Failure(
          ExitCode.FAILED,
          "no process with this number%s%s is in the tables"
              .formatted(
                  at == null ? "" : " that was alive then",
                  name == null ? "" : " that ran a program of this name"));
    }
    return new Family(Set.of(), chosen, children);
  }

  private void choose(Tables tables, int number, Set<ProcessKey> chosen) throws IOException {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("pid", number);
    values.put("at", TablesOption.time(tables, at));
    values.put("name", name);
    try (Answer answer = tables.ask(Tables.question("process"), values)) {
      while (answer.next()) {
        chosen.add(new ProcessKey((int) answer.number(0), answer.number(1)));
      }
    }
  }
}
