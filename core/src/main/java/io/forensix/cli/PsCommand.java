// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.text.ProcessText;
import io.forensix.timeline.Process;
import io.forensix.timeline.ProcessTable;
import io.forensix.timeline.RecordMerge;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the processes of a recording as a tree. */
@Command(
    name = "ps",
    header = "Show the processes as a tree, with how they ended.",
    description = {
      "Every process there was, or (--at) those that lived at a moment, each below the one that"
          + " made it: number, user, terminal, begin, end, how it ended, and the programs it ran."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix ps /var/lib/forensix",
      "  forensix ps /var/lib/forensix --at 14:30:00   of the day the recording began",
      "  forensix ps /var/lib/forensix --at +90        seconds after it began",
      "  forensix ps /var/lib/forensix --at 2026-11-23T14:30:00Z"
    })
final class PsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Option(names = "--at", paramLabel = "TIME", description = "Only processes alive at this time.")
  private @Nullable String at;

  private final DayTime times = new DayTime(ZoneId.systemDefault());

  /** One recording of the archive, folded. */
  private static final class Folded {
    final Recording recording;
    final ProcessTable table = new ProcessTable();
    long first;
    long last;

    Folded(Recording recording, long first) {
      this.recording = recording;
      this.first = first;
    }

    Instant began() {
      return recording
          .meta()
          .map(meta -> recording.clock().instant(meta.monotonic()))
          .orElse(recording.clock().instant(first));
    }
  }

  @Override
  public Integer call() throws IOException {
    Faults faults = new Faults(spec);
    List<Folded> all = fold(faults);
    PrintWriter out = spec.commandLine().getOut();
    if (all.isEmpty()) {
      throw new Failure(ExitCode.FAILED, directory + ": there is no record in the archive");
    }
    List<Folded> shown = at == null ? all : List.of(at(all, at));
    for (Folded one : shown) {
      if (all.size() > 1) {
        out.printf(
            "Recording %d of %d, began %s%n",
            all.indexOf(one) + 1, all.size(), times.day(one.began()));
      }
      show(out, one);
    }
    return faults.exitCode();
  }

  private List<Folded> fold(Faults faults) throws IOException {
    List<Folded> all = new ArrayList<>();
    try (RecordMerge merge = RecordMerge.open(directory, faults)) {
      while (merge.next()) {
        if (merge.recordings() != all.size()) {
          all.add(new Folded(Recording.of(merge), merge.record().time()));
        }
        Folded now = all.get(all.size() - 1);
        now.recording.learn(merge.record());
        now.table.accept(merge.record());
        now.last = merge.record().time();
      }
    }
    return all;
  }

  /** The recording that was on at a time. */
  private Folded at(List<Folded> all, String text) {
    Instant time = times.parse(text, all.get(0).began());
    for (Folded one : all) {
      Instant end = one.recording.clock().instant(one.last);
      if (!time.isBefore(one.began()) && !time.isAfter(end)) {
        return one;
      }
    }
    Folded last = all.get(all.size() - 1);
    throw new Failure(
        ExitCode.USAGE,
        "nothing was recorded at %s; the archive goes from %s to %s"
            .formatted(
                times.day(time),
                times.day(all.get(0).began()),
                times.day(last.recording.clock().instant(last.last))));
  }

  private void show(PrintWriter out, Folded one) {
    OptionalLong moment =
        at == null
            ? OptionalLong.empty()
            : OptionalLong.of(one.recording.clock().monotonic(times.parse(at, one.began())));
    List<ProcessTable.Branch> tree =
        moment.isPresent() ? one.table.treeAt(moment.getAsLong()) : one.table.tree();
    out.printf(
        "%7s %6s %-7s %-15s %-15s %-16s %s%n",
        "PID", "UID", "TTY", "BEGAN", "ENDED", "HOW", "PROGRAM");
    ProcessText.Guides guides = new ProcessText.Guides();
    for (ProcessTable.Branch branch : tree) {
      Process process = branch.process();
      out.printf(
          "%7d %6s %-7s %-15s %-15s %-16s %s%s%n",
          process.tgid(),
          ProcessText.user(process, moment),
          ProcessText.terminal(process, moment),
          process.earlier() ? "before" : times.text(one.recording.clock(), process.begin()),
          ProcessText.ended(process, moment)
              ? times.text(one.recording.clock(), process.end())
              : "",
          ProcessText.end(process, moment),
          guides.of(branch),
          ProcessText.programs(process, moment));
    }
  }
}
