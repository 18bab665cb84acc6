// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** Who wrote to a file. */
@Command(
    name = "writers",
    header = "Who wrote to a file.",
    description = {
      "Every write, by whichever descriptor, name or call: inherited, duplicated, passed over a socket, through a hard link, splice, sendfile, truncate. A shared writable mapping is marked possible: what is stored through it is not seen."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix writers /var/lib/forensix /etc/passwd",
      "  forensix writers /var/lib/forensix /etc/passwd --from '10 min ago' --json"
    })
final class WritersCommand extends FileQuestion {}
