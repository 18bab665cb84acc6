// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.RecordMerge;
import io.forensix.timeline.fold.Timeline;
import io.forensix.timeline.span.CredentialSpan;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.DirectorySpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.NameSpan;
import io.forensix.timeline.span.ProcessSpan;
import io.forensix.timeline.span.TimelineSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that hand on descriptors in all ways there are say what they did; the fold of what was
 * recorded says the same, and never differs from the kernel.
 */
class LineageIT {
  @TempDir private Path out;

  private static final String SCENARIO =
      Recorder.SHELL
          + """
          mkdir -p /tmp/place
          (cd /tmp/place && exec $TESTS/maker stay > $OUT/stayed) & STAYED=$!
          record_start
          $TESTS/dupper 6 /tmp/written > $OUT/truth
          $TESTS/kinship >> $OUT/truth
          $TESTS/maker >> $OUT/truth
          > /tmp/place/go
          wait $STAYED
          cat $OUT/stayed >> $OUT/truth
          echo 400 > /proc/sys/kernel/pid_max
          $TESTS/kinship wrap > $OUT/wrapped
          echo 32768 > /proc/sys/kernel/pid_max
          record_stop
          """;

  /** What the fold says, in the words of the programs. */
  private static final class Said implements TimelineSink, RecordMerge.Listener {
    final Set<String> lines = new HashSet<>();
    final List<String> children = new ArrayList<>();
    final List<ProcessSpan> processes = new ArrayList<>();
    final List<Object> wrong = new ArrayList<>();

    @Override
    public void descriptor(DescriptorSpan span) {
      if (span.doubts().contains(Doubt.FILE) && span.file().known()) {
        return;
      }
      lines.add(
          "had %d %d %x %d %s %d %d"
              .formatted(
                  span.process().tgid(),
                  span.fd(),
                  span.file().dev(),
                  span.file().inode(),
                  span.cause().label(),
                  span.origin().tgid(),
                  span.originFd()));
      lines.add("ended %d %d %s".formatted(span.process().tgid(), span.fd(), span.end().label()));
    }

    @Override
    public void process(ProcessSpan span) {
      String line =
          "child %d %d %d".formatted(span.process().tgid(), span.parent().tgid(), span.status());
      lines.add(line);
      children.add(line);
      processes.add(span);
    }

    @Override
    public void credential(CredentialSpan span) {
      lines.add("session %d %d".formatted(span.process().tgid(), span.identity().session()));
    }

    @Override
    public void directory(DirectorySpan span) {
      if (!span.root()) {
        lines.add("in %d %s".formatted(span.process().tgid(), text(span.path())));
      }
    }

    @Override
    public void name(NameSpan span) {
      lines.add("name %s %s".formatted(text(span.path()), span.cause().label()));
    }

    private static String text(byte[] path) {
      return new String(path, StandardCharsets.UTF_8);
    }

    @Override
    public void disagreement(Disagreement disagreement) {
      wrong.add(disagreement);
    }

    @Override
    public void fault(ArchiveFault fault) {
      wrong.add(fault);
    }

    @Override
    public void corrupt(long block, CorruptRecord corrupt) {
      wrong.add(corrupt);
    }
  }

  @Test
  void isWhatTheProgramsSay() throws Exception {
    Guest.Result result = Guest.sharing(out).timeout(400).run(SCENARIO);
    assertThat(result.exitCode()).as(result.output()).isZero();
    Said said = new Said();
    Timeline timeline = fold(said);
    SoftAssertions softly = new SoftAssertions();
    List<String> truth = Files.readAllLines(out.resolve("truth"));
    softly.assertThat(truth).hasSizeGreaterThan(80);
    softly.assertThat(said.lines).containsAll(truth);
    softly.assertThat(said.wrong).isEmpty();
    softly.assertThat(timeline.disagreements()).isZero();
    List<String> wrapped = Files.readAllLines(out.resolve("wrapped"));
    softly.assertThat(wrapped).hasSizeGreaterThan(100);
    said.children.retainAll(new HashSet<>(wrapped));
    softly.assertThat(said.children).containsExactlyElementsOf(wrapped);
    rolls(softly, said.processes);
    softly.assertAll();
  }

  /** (pid, rollcount) names each process, and counts from 0 on. */
  private static void rolls(SoftAssertions softly, List<ProcessSpan> processes) {
    Set<List<Integer>> names = new HashSet<>();
    int most = 0;
    for (ProcessSpan one : processes) {
      int pid = one.process().tgid();
      softly.assertThat(names.add(List.of(pid, one.rollcount()))).as("%s", one).isTrue();
      most = Math.max(most, one.rollcount());
    }
    for (ProcessSpan one : processes) {
      for (int before = 0; before < one.rollcount(); before++) {
        softly.assertThat(names).contains(List.of(one.process().tgid(), before));
      }
    }
    softly.assertThat(most).as("times that a number was used again").isPositive();
  }

  private Timeline fold(Said said) throws IOException {
    Timeline timeline = new Timeline(SyscallTable.builtIn(), said);
    try (RecordMerge merge = RecordMerge.open(out.resolve("archive"), said)) {
      while (merge.next()) {
        timeline.accept(merge.record());
      }
    }
    timeline.end();
    timeline.open(said);
    return timeline;
  }
}
