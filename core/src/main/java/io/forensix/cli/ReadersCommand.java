// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** Who read a file. */
@Command(
    name = "readers",
    header = "Who read a file.",
    description = {
      "Every read, by whichever descriptor, name or call. A mapping is marked possible: what is loaded through it is not seen."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix readers /var/lib/forensix /etc/shadow",
      "  forensix readers /var/lib/forensix /etc/shadow --from 12:00:00 --to 12:05:00"
    })
final class ReadersCommand extends FileQuestion {}
