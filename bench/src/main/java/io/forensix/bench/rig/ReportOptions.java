// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where the reports of a run go, and which of them is printed. */
final class ReportOptions {
  /** The exit code of a command that found something wrong, or failed. */
  static final int FAILED = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the reports go (below target/).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the JSON, not the table.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  /**
   * What is reported of a run.
   *
   * @param json for programs
   * @param html with plots
   * @param text the table
   * @param faults what is wrong; empty when all is well
   */
  record Reports(String json, String html, String text, List<String> faults) {}

  /** Returns the folder, which is made if there is none. */
  Path folder(Path usual) throws IOException {
    return Files.createDirectories((out == null ? usual : out).toAbsolutePath().normalize());
  }

  /**
   * Keeps the reports, as NAME.json, NAME.html and NAME.txt, and prints one.
   *
   * @return the exit code of the command
   */
  int conclude(CommandLine line, Path folder, String name, Reports reports) throws IOException {
    Files.writeString(folder.resolve(name + ".json"), reports.json());
    Files.writeString(folder.resolve(name + ".html"), reports.html());
    Files.writeString(folder.resolve(name + ".txt"), reports.text());
    PrintWriter print = line.getOut();
    print.print(json ? reports.json() : reports.text());
    print.flush();
    PrintWriter err = line.getErr();
    if (json) {
      reports.faults().forEach(fault -> err.println("forensix bench: " + fault));
    }
    err.println(
        "forensix bench: kept in %s, .html and .txt".formatted(folder.resolve(name + ".json")));
    return reports.faults().isEmpty() ? CommandLine.ExitCode.OK : FAILED;
  }
}
