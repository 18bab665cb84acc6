// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.timeline.RecordMerge;
import io.forensix.timeline.fold.Timeline;
import io.forensix.timeline.span.CredentialSpan;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.DirectorySpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.FileKey;
import io.forensix.timeline.span.FileSpan;
import io.forensix.timeline.span.MountSpan;
import io.forensix.timeline.span.NameSpan;
import io.forensix.timeline.span.ProcessSpan;
import io.forensix.timeline.span.ProgramSpan;
import io.forensix.timeline.span.SessionSpan;
import io.forensix.timeline.span.Source;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.ThreadSpan;
import io.forensix.timeline.span.TimelineSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Folds an archive, and says how many spans it makes and whether lineage and kernel agree. */
@Command(
    name = "timeline",
    hidden = true,
    header = "Fold an archive, and compare lineage with what the kernel said.",
    description = {
      "How many spans there are of each kind, how many of them are open or doubtful, and each"
          + " record at which the calls before it lead to another open file than the kernel names."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  forensix timeline /var/lib/forensix"})
final class TimelineCommand implements Callable<Integer> {
  /** Disagreements that are shown one by one. */
  private static final int SHOWN = 100;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Option(names = "--fds", description = "Show each descriptor too.")
  private boolean fds;

  /** What there is of one kind. */
  private static final class Count {
    long all;
    long open;
    long doubtful;
  }

  /** Counts, and keeps the disagreements. */
  private final class Counts implements TimelineSink {
    final Map<String, Count> counts = new TreeMap<>();
    final PrintWriter out;
    long disagreements;

    Counts(PrintWriter out) {
      this.out = out;
    }

    private void add(String kind, Span span, Set<Doubt> doubts) {
      Count count = counts.computeIfAbsent(kind, any -> new Count());
      count.all++;
      count.open += span.to() == Span.OPEN ? 1 : 0;
      count.doubtful += doubts.isEmpty() ? 0 : 1;
    }

    @Override
    public void process(ProcessSpan span) {
      add("processes", span, span.doubts());
    }

    @Override
    public void thread(ThreadSpan span) {
      add("threads", span, span.doubts());
    }

    @Override
    public void program(ProgramSpan span) {
      add("programs", span, span.doubts());
    }

    @Override
    public void descriptor(DescriptorSpan span) {
      add("descriptors", span, span.doubts());
      if (fds) {
        out.printf(
            "%d fd %d %s %s from %d (%s) %d to %s %s %s%n",
            span.process().tgid(),
            span.fd(),
            text(span.file()),
            new String(span.path(), StandardCharsets.UTF_8),
            span.origin().tgid(),
            span.cause().label(),
            span.from(),
            span.to() == Span.OPEN ? "-" : Long.toString(span.to()),
            span.end().label(),
            span.doubts());
      }
    }

    @Override
    public void file(FileSpan span) {
      add(span.connection() ? "connections" : "files", span, span.doubts());
    }

    @Override
    public void name(NameSpan span) {
      add("names", span, span.doubts());
    }

    @Override
    public void mount(MountSpan span) {
      add("mounts", span, span.doubts());
    }

    @Override
    public void directory(DirectorySpan span) {
      add("directories", span, span.doubts());
    }

    @Override
    public void credential(CredentialSpan span) {
      add("credentials", span, span.doubts());
    }

    @Override
    public void session(SessionSpan span) {
      add("sessions", span, span.doubts());
    }

    @Override
    public void disagreement(Disagreement one) {
      if (++disagreements <= SHOWN) {
        Source record = one.record();
        out.printf(
            "cpu %d record %d: process %d thread %d fd %d: lineage %s, kernel %s%n",
            record.cpu(),
            record.seq(),
            record.process().tgid(),
            record.tid(),
            one.fd(),
            text(one.lineage()),
            text(one.kernel()));
      }
    }
  }

  private static String text(FileKey key) {
    return key.known()
        ? "%x (inode %d on %d:%d)"
            .formatted(key.file(), key.inode(), key.dev() >>> 20, key.dev() & 0xfffff)
        : "none";
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Faults faults = new Faults(spec);
    Counts counts = new Counts(out);
    long records = 0;
    try (RecordMerge merge = RecordMerge.open(directory, faults)) {
      Timeline timeline = null;
      int recordings = 0;
      while (merge.next()) {
        if (timeline == null || merge.recordings() != recordings) {
          finish(timeline, counts);
          timeline = new Timeline(Recording.of(merge).table(), counts);
          recordings = merge.recordings();
        }
        timeline.accept(merge.record());
        records++;
      }
      finish(timeline, counts);
    }
    out.printf("%-13s %d%n", "records", records);
    out.printf("%-13s %10s %10s %10s%n", "", "ALL", "OPEN", "DOUBTFUL");
    counts.counts.forEach((kind, count) ->
        out.printf("%-13s %10d %10d %10d%n", kind, count.all, count.open, count.doubtful));
    out.printf("%-13s %d%n", "disagreements", counts.disagreements);
    return faults.exitCode();
  }

  private static void finish(@Nullable Timeline timeline, Counts counts) {
    if (timeline != null) {
      timeline.end();
      timeline.open(counts);
    }
  }
}
