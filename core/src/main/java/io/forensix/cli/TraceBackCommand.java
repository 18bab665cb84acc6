// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** How something came to be. */
@Command(
    name = "trace-back",
    header = "How a file or a process came to be: who wrote it, what these had read, and so on.",
    description = {
      "A graph of processes, files, pipes and sockets, in which an event counts only when it began"
          + " before its effect (King and Chen, Backtracking Intrusions, 2003). Devices are not"
          + " followed. What was left out, and by which limit, is said at the end."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix trace-back /var/lib/forensix /etc/passwd --at 12:30:00",
      "  forensix trace-back /var/lib/forensix 1234 --dot | dot -Tsvg > 1234.svg"
    })
final class TraceBackCommand extends TraceCommand {
  TraceBackCommand() {
    super(true);
  }
}
