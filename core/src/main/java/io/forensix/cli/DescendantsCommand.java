// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** All processes that come from a process. */
@Command(
    name = "descendants",
    header = "All processes that come from a process.",
    description = {"In the order in which they began; depth is how many lie between."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix descendants /var/lib/forensix 1234",
      "  forensix descendants /var/lib/forensix 1234 --json"
    })
final class DescendantsCommand extends ProcessQuestion {}
