// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.seal.SealKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes keys for the seals of a machine that has no collector. */
@Command(
    name = "seal-keys",
    header = "Make keys for the seals of a machine without a collector.",
    description = {
      "Makes a file of keys. Copy it to where nobody gets who takes the machine, and give the file"
          + " itself to \"forensix seal\", which takes a key off it for each recording. The copy is what"
          + " \"forensix verify\" needs."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  forensix seal-keys /etc/forensix/seal-keys --count 1000"})
final class SealKeysCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file, which is not there yet.")
  private Path file;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "For so many recordings (${DEFAULT-VALUE}).")
  private int count = 100;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || count > SealKeys.MOST) {
      throw new Failure(ExitCode.USAGE, "--count wants a number from 1 to " + SealKeys.MOST);
    }
    SealKeys.create(file, count);
    spec.commandLine()
        .getOut()
        .printf("%,d keys are in %s; keep a copy of it elsewhere, now%n", count, file);
    return ExitCode.FINE.number();
  }
}
