// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an archive. */
@Command(
    name = "verify",
    header = "Check that an archive holds what was put there.",
    description = {
      "Looks at every byte: sums, the chain of hashes, numbers of blocks and of records. Names the"
          + " place of each fault, and exits with 8 when there is one."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  forensix verify /var/lib/forensix"})
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    Verification verification = ArchiveVerifier.verify(directory);
    PrintWriter out = spec.commandLine().getOut();
    for (ArchiveFault fault : verification.faults()) {
      out.println("damaged: " + fault);
    }
    if (verification.retired().any()) {
      out.println("its beginning is not here: " + verification.retired());
    }
    out.printf(
        "%s: %,d blocks, %,d records, %,d bytes, %,d faults%n",
        verification.sound() ? "sound" : "damaged",
        verification.blocks(),
        verification.records(),
        verification.bytes(),
        verification.faultCount());
    return verification.sound() ? ExitCode.FINE.number() : ExitCode.ARCHIVE_DAMAGED.number();
  }
}
