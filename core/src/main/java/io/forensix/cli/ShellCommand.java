// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** The shell that a process comes from, its terminal and who was logged in. */
@Command(
    name = "shell",
    header = "The shell that a process comes from, its terminal and who was logged in.",
    description = {"The nearest of its ancestors that is a shell on a terminal."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix shell /var/lib/forensix 1234",
      "  forensix shell /var/lib/forensix 1234 --json"
    })
final class ShellCommand extends ProcessQuestion {}
