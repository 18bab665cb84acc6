// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.record.RecordHead;
import io.forensix.record.RecordType;
import io.forensix.text.TextOptions;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.RecordMerge;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what was recorded, a line an event. */
@Command(
    name = "print",
    header = "Print what was recorded, in the manner of strace -f.",
    description = {
      "One line a system call, in the order of their ends:",
      "",
      "  [PID] TIME CALL(ARGUMENTS) = RESULT <SECONDS>",
      "",
      "with [PID:TID] where a thread other than the first made the call.",
      "",
      "With a PID: only this process, and with --children all that came of it. A number that was used"
          + " again is several processes: --at says which, --name by what it ran. These two ask the"
          + " tables of the archive, which forensix index fills."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix print /var/lib/forensix",
      "  forensix print /var/lib/forensix 1234 --strings 200",
      "  forensix print /var/lib/forensix 1234 --children --call %%process,%%net",
      "  forensix print /var/lib/forensix 1234 --at 12:30:00",
      "  forensix print /var/lib/forensix 1234 --name sshd",
      "  forensix print /var/lib/forensix --call openat,%%net",
      "  forensix print /var/lib/forensix --call %%net --paths",
      "  forensix print /var/lib/forensix --type exec,exit,signal",
      "  forensix print /var/lib/forensix --follow"
    })
final class PrintCommand implements Callable<Integer> {
  /** Much longer than a reader of the rings ever takes, so that what is held back is safe. */
  private static final long QUIET_MILLIS = 500;

  /** How times are shown. */
  enum TimeStyle {
    /** Not at all. */
    NONE,
    /** The time of the day. */
    DAY,
    /** Seconds since the machine started (CLOCK_MONOTONIC). */
    BOOT
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PID",
      description = "Only this process, or thread, as with --pid.")
  private @Nullable Integer pid;

  @Mixin private FamilyOptions family;

  @Option(
      names = {"-c", "--call"},
      paramLabel = "NAME",
      split = ",",
      description = "Only these calls; %%GROUP stands for all of a group.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description =
          "Only these records: ${COMPLETION-CANDIDATES} (all but TASK, FILE, FD, and of"
              + " CONTEXT what changes).")
  private List<RecordType> types = new ArrayList<>();

  @Option(
      names = "--all",
      description = "Every record: also what was there before the recording, and each open file.")
  private boolean all;

  @Option(
      names = {"-y", "--paths"},
      description = "With each descriptor, the file or the addresses behind it.")
  private boolean paths;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is being recorded, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--time",
      paramLabel = "STYLE",
      description = "Times: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private TimeStyle time = TimeStyle.DAY;

  @Option(
      names = {"-s", "--strings"},
      paramLabel = "BYTES",
      description = "Bytes of data, elements of an array shown (${DEFAULT-VALUE}); all: all.")
  private String strings = Integer.toString(TextOptions.USUAL_STRINGS);

  @Option(
      names = {"-v", "--verbose"},
      description = "Every field of a structure, every variable of an environment.")
  private boolean verbose;

  private @Nullable EventLines lines;
  private @Nullable CallJoin join;
  private int recordings;

  @Override
  public Integer call() throws IOException {
    TextOptions options = new TextOptions(bytes(), verbose);
    Filter filter = Filter.of(family.family(directory, pid), names, types, all);
    Faults faults = new Faults(spec);
    PrintWriter out = spec.commandLine().getOut();
    try (RecordMerge merge = RecordMerge.open(directory, faults)) {
      while (step(merge, out)) {
        RecordHead record = merge.record();
        if (merge.recordings() != recordings) {
          begin(merge, options, filter, out);
        }
        EventLines to = Objects.requireNonNull(lines);
        to.recording().learn(record);
        filter.family().learn(record);
        if (filter.wants(record)) {
          Objects.requireNonNull(join).accept(record);
        }
        to.learn(record);
      }
      end();
    }
    out.flush();
    return faults.exitCode();
  }

  private int bytes() {
    if (strings.equals("all")) {
      return Integer.MAX_VALUE;
    }
    try {
      return Integer.parseUnsignedInt(strings);
    } catch (NumberFormatException e) {
      throw new Failure(
          ExitCode.USAGE, "--strings wants a number of bytes, or all; not '" + strings + "'", e);
    }
  }

  private boolean step(RecordMerge merge, PrintWriter out) throws IOException {
    if (!follow) {
      return merge.next() && !broken(out);
    }
    while (!merge.awaitNext(QUIET_MILLIS)) {
      if (out.checkError()) {
        return false;
      }
    }
    return true;
  }

  /** A pipe that nobody reads any more, as after "| head", ends the command without a fuss. */
  private boolean broken(PrintWriter out) {
    return lines != null && lines.count() % 1000 == 0 && out.checkError();
  }

  private void begin(RecordMerge merge, TextOptions options, Filter filter, PrintWriter out) {
    end();
    recordings = merge.recordings();
    Recording recording = Recording.of(merge);
    if (!recording.ownTable()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          spec.qualifiedName()
              + ": warning: the table of this recording cannot be read; calls are named by ours");
      err.flush();
    }
    EventLines next =
        new EventLines(
            recording, filter, options, paths, time, new DayTime(ZoneId.systemDefault()), out);
    lines = next;
    join = new CallJoin(next);
  }

  private void end() {
    if (join != null) {
      join.end();
    }
  }
}
