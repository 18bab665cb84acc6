// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Retention;
import io.forensix.archive.Retired;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes the old end of an archive. */
@Command(
    name = "retain",
    header = "Remove the old end of an archive.",
    description = {
      "Removes whole files from the old end, once; record does the same as it goes, with the same"
          + " options. The file that is written now stays, and so does what a collector may not"
          + " have. What went is on record beside the archive, with the hash that the chain goes on"
          + " from: verify says so.",
      "",
      "It may run while the archive is written and read."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix retain /var/lib/forensix --max-bytes 50G",
      "  forensix retain /var/lib/forensix-store/web1 --max-age 365d"
    })
final class RetainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Mixin private RetentionOptions options;

  @Override
  public Integer call() throws IOException {
    if (!options.any()) {
      throw new Failure(ExitCode.USAGE, "say how much is to be kept: --max-bytes or --max-age");
    }
    Retention.Outcome outcome = options.exactly(directory).apply(directory, Instant.now());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "retired %,d files, %,d blocks, %,d bytes%n",
        outcome.files(), outcome.blocks(), outcome.bytes());
    if (outcome.heldBack() > 0) {
      out.printf(
          "kept %,d files that were to go: a collector may not have them (--unsent)%n",
          outcome.heldBack());
    }
    Retired retired = Retired.read(directory);
    if (retired.any()) {
      out.println("the archive begins with block " + retired.next());
    }
    return ExitCode.FINE.number();
  }
}
