// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Command;

/** What came of something. */
@Command(
    name = "trace-forward",
    header = "What came of a file or a process: who read it, what these wrote, and so on.",
    description = {
      "A graph of processes, files, pipes and sockets, in which an event counts only when it ended"
          + " after its cause. Devices are not followed. What was left out, and by which limit, is"
          + " said at the end."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix trace-forward /var/lib/forensix /tmp/payload",
      "  forensix trace-forward /var/lib/forensix 1234 --at 12:30:00 --json"
    })
final class TraceForwardCommand extends TraceCommand {
  TraceForwardCommand() {
    super(false);
  }
}
