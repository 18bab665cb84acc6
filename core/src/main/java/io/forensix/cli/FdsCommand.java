// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** The descriptors of a process: where they point, and how they got there. */
@Command(
    name = "fds",
    header = "The descriptors of a process: where they point, and how they got there.",
    description = {"All there ever were, or (--at) those that were open at a time."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix fds /var/lib/forensix 1234",
      "  forensix fds /var/lib/forensix 1234 --at 12:30:00"
    })
final class FdsCommand extends ProcessQuestion {}
