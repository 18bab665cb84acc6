// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** The line of processes that a process comes from. */
@Command(
    name = "ancestors",
    header = "The line of processes that a process comes from.",
    description = {"Beginning with the process itself; each stands above the one that made it."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix ancestors /var/lib/forensix 1234",
      "  forensix ancestors /var/lib/forensix 1234 --at 12:30:00"
    })
final class AncestorsCommand extends ProcessQuestion {}
