// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Asciicast;
import io.forensix.query.Tables;
import io.forensix.query.TerminalRecording;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays what a terminal showed. */
@Command(
    name = "replay",
    header = "Play what a terminal showed, with the original timing.",
    description = {
      "Keys: space pauses, + and - change the speed, the arrows go 5 seconds on or back, . goes on to"
          + " the next output, q ends. What is played is what was shown, with all that a terminal"
          + " obeys: use --to-asciicast where it is not to be trusted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix sessions /var/lib/forensix",
      "  forensix replay /var/lib/forensix 1 --speed 2 --max-idle 1",
      "  forensix replay /var/lib/forensix 1 --to-asciicast session.cast",
      "  forensix replay /var/lib/forensix 1 --raw > bytes"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TablesOption where;

  @Parameters(index = "1", paramLabel = "ID", description = "Number that forensix sessions shows.")
  private long id;

  @Option(names = "--speed", paramLabel = "N", description = "N times as fast (${DEFAULT-VALUE}).")
  private double speed = 1;

  @Option(
      names = "--max-idle",
      paramLabel = "SECONDS",
      description = "Wait no longer than that where nothing happened.")
  private double maxIdle = Double.MAX_VALUE;

  @Option(
      names = "--to-asciicast",
      paramLabel = "FILE",
      description =
          "Write it as asciinema has it (asciicast 2), and play nothing; - is the output.")
  private @Nullable Path asciicast;

  @Option(names = "--raw", description = "Write the bytes that were shown at once.")
  private boolean raw;

  @Override
  public Integer call() throws IOException {
    if (speed <= 0 || maxIdle < 0) {
      throw new Failure(ExitCode.USAGE, "--speed and --max-idle want a number above 0");
    }
    TerminalRecording recording;
    try (Tables tables = where.open()) {
      recording = TerminalRecording.of(tables, id);
    }
    if (recording.frames().isEmpty()) {
      throw new Failure(
          ExitCode.FAILED, "session " + id + ": nothing is on record of its terminal");
    }
    PrintWriter err = spec.commandLine().getErr();
    if (!recording.exact()) {
      err.println(
          spec.qualifiedName()
              + ": nobody who read the terminal's master was recorded: this is what programs wrote;"
              + " what the kernel echoed is missing");
      err.flush();
    }
    if (asciicast != null) {
      cast(recording, asciicast);
    } else if (raw) {
      spec.commandLine().getOut().flush();
      System.out.write(recording.output());
      System.out.flush();
    } else {
      new Player(recording, speed, maxIdle).play();
    }
    return ExitCode.FINE.number();
  }

  private void cast(TerminalRecording recording, Path to) throws IOException {
    if (to.toString().equals("-")) {
      Asciicast.write(recording, spec.commandLine().getOut());
      return;
    }
    try (Writer out = Files.newBufferedWriter(to)) {
      Asciicast.write(recording, out);
    }
  }
}
