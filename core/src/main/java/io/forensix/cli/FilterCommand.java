// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows or sets what the module leaves out. */
@Command(
    name = "filter",
    header = "Show or set what is left out of the recording.",
    description = {
      "Shows the filter of the running module and how much it keeps of the data of a call; or sets"
          + " them, at once and for all that is recorded from here on. That is on record, too.",
      "",
      "A filter is a text of rules, with ';' or a new line between them:",
      "",
      "  include FIELD=VALUE",
      "  exclude FIELD=VALUE",
      "",
      "with one of these fields:",
      "",
      "  group   a group of calls (forensix syscalls --groups)",
      "  call    a call, by its name",
      "  uid     the real user of the task",
      "  cgroup  the id of its cgroup: the inode number of the folder",
      "  exe     the beginning of the path of its program",
      "",
      "A call is left out if an exclude rule fits it, or if there are include rules for a field"
          + " and none of that field fits. Forks, programs, ends, signals and changes of who a"
          + " process is are always on record. \"none\", or an empty text: nothing is left out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix filter",
      "  forensix filter 'exclude group=memory; exclude call=futex'",
      "  forensix filter 'include uid=1000; exclude exe=/usr/lib/firefox/'",
      "  forensix filter none --payload-max-bytes 4096"
    })
final class FilterCommand implements Callable<Integer> {
  private static final long NO_LIMIT = 0xffff_ffffL;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TEXT", arity = "0..1", description = "The filter, as one argument.")
  private @Nullable String text;

  @Option(
      names = "--payload-max-bytes",
      paramLabel = "N",
      description = "Bytes kept of one argument of a call; " + NO_LIMIT + ": all of them.")
  private @Nullable Long payloadMaxBytes;

  @Option(names = "--parameters", hidden = true, description = "Where the parameters are.")
  private Path directory = ModuleParameters.PATH;

  @Override
  public Integer call() throws IOException {
    if (payloadMaxBytes != null && (payloadMaxBytes < 0 || payloadMaxBytes > NO_LIMIT)) {
      throw new Failure(
          ExitCode.USAGE, "--payload-max-bytes wants a number of bytes, at most " + NO_LIMIT);
    }
    ModuleParameters parameters = new ModuleParameters(directory);
    if (text != null) {
      // Writing nothing to a file is doing nothing.
      parameters.write(ModuleParameters.FILTER, text.isBlank() ? "none" : text.strip());
    }
    if (payloadMaxBytes != null) {
      parameters.write(ModuleParameters.PAYLOAD_MAX_BYTES, payloadMaxBytes.toString());
    }
    PrintWriter out = spec.commandLine().getOut();
    for (String name : List.of(ModuleParameters.FILTER, ModuleParameters.PAYLOAD_MAX_BYTES)) {
      out.println(name + "=" + parameters.read(name));
    }
    return ExitCode.FINE.number();
  }
}
