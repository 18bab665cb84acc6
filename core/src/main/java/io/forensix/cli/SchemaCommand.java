// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Schema;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which tables and views there are. */
@Command(
    name = "schema",
    header = "Show the tables and views that forensix sql can ask, with their columns.",
    footerHeading = "%nExamples:%n",
    footer = {"  forensix schema", "  forensix schema io writers"})
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these tables and views.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Schema.Relation> all = Schema.relations();
    for (String name : names) {
      if (all.stream().noneMatch(relation -> relation.name().equals(name))) {
        throw new Failure(ExitCode.USAGE, "there is no table or view '" + name + "'");
      }
    }
    for (Schema.Relation relation : all) {
      if (names.isEmpty() || names.contains(relation.name())) {
        out.printf("%s %s%n", relation.view() ? "view" : "table", relation.name());
        out.printf("  %s%n", relation.comment());
        for (Schema.Column column : relation.columns()) {
          out.printf("    %-14s %-13s %s%n", column.name(), column.type(), column.comment());
        }
        out.println();
      }
    }
    return ExitCode.FINE.number();
  }
}
