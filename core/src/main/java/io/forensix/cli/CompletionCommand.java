// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script that has bash complete our commands. */
@Command(
    name = "completion",
    header = "Print a script that has bash complete these commands.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(forensix completion)",
      "  forensix completion > /etc/bash_completion.d/forensix"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("forensix", Forensix.all()));
    return ExitCode.FINE.number();
  }
}
