// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.abi.forensix_h;
import io.forensix.record.ItemCursor;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final int READ = 0;
  private static final int CLOSE = 3;
  private static final int OPENAT = 257;
  private static final int REGULAR = 0100644;

  private final RecordBytes bytes = new RecordBytes();
  private final List<DescriptorSpan> spans = new ArrayList<>();
  private final List<Disagreement> disagreements = new ArrayList<>();

  /** Process 100, whose descriptors are all known: none at first. */
  private void begin() {
    bytes.task(100, 100).start(7).time(1_000);
    bytes.taskState(1, "test", 0).done();
    bytes.mark(forensix_h.FX_MARK_SNAPSHOT(), 0);
  }

  private void opens(int fd, long file, long entered, long left) {
    bytes.time(left);
    bytes.file(file, file + 1, REGULAR, 0).cstr(0, "/f" + file).done();
    bytes
        .call(OPENAT, fd)
        .entered(entered)
        .left(left)
        .arg(0, -100)
        .file(ItemCursor.RESULT, file, file + 1, RecordBytes.DEV, REGULAR)
        .done();
  }

  private void uses(int nr, int fd, long file, long entered, long left) {
    bytes.time(left);
    bytes
        .call(nr, 0)
        .entered(entered)
        .left(left)
        .arg(0, fd)
        .file(0, file, file + 1, RecordBytes.DEV, REGULAR)
        .done();
  }

  private Timeline fold() {
    return Folded.descriptors(bytes, spans, disagreements);
  }

  @Test
  void aDescriptorLivesFromItsOpeningToItsClose() {
    begin();
    opens(3, 50, 2_000, 2_010);
    uses(READ, 3, 50, 2_100, 2_110);
    uses(CLOSE, 3, 50, 2_200, 2_210);
    fold();
    assertThat(disagreements).isEmpty();
    assertThat(spans).hasSize(1);
    DescriptorSpan span = spans.get(0);
    assertThat(span.cause()).isEqualTo(Cause.OPEN);
    assertThat(span.end()).isEqualTo(End.CLOSE);
    assertThat(span.from()).isEqualTo(2_010);
    assertThat(span.to()).isEqualTo(2_210);
    assertThat(new String(span.path(), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("/f50");
    assertThat(span.doubts()).isEmpty();
  }

  @Test
  void whereCallsOverlapTheKernelDecides() {
    begin();
    bytes.fork(100, 101, 7);
    opens(3, 50, 2_000, 2_010);
    // Thread 101 gets the number while thread 100 is still on its way out of its close.
    bytes.task(100, 101);
    opens(3, 60, 2_150, 2_160);
    uses(READ, 3, 60, 2_165, 2_168);
    bytes.task(100, 100);
    uses(CLOSE, 3, 50, 2_100, 2_170);
    uses(READ, 3, 60, 2_180, 2_190);
    fold();
    assertThat(disagreements).isEmpty();
    assertThat(spans).hasSize(2);
    assertThat(spans.get(0).file().file()).isEqualTo(50);
    assertThat(spans.get(0).end()).isEqualTo(End.CLOSE);
    assertThat(spans.get(0).to()).isLessThanOrEqualTo(2_160);
    assertThat(spans.get(1).file().file()).isEqualTo(60);
    assertThat(spans.get(1).to()).isEqualTo(Span.OPEN);
    assertThat(spans).allMatch(span -> span.doubts().isEmpty());
  }

  @Test
  void aDifferenceThatNothingExplainsIsTold() {
    begin();
    opens(3, 50, 2_000, 2_010);
    uses(READ, 3, 60, 2_100, 2_110);
    Timeline timeline = fold();
    assertThat(timeline.disagreements()).isOne();
    assertThat(disagreements).hasSize(1);
    assertThat(disagreements.get(0).lineage().file()).isEqualTo(50);
    assertThat(disagreements.get(0).kernel().file()).isEqualTo(60);
    assertThat(spans.get(0).end()).isEqualTo(End.UNSEEN);
    assertThat(spans.get(1).doubts()).contains(Doubt.ORIGIN);
  }

  @Test
  void aLateStartIsInDoubtAndNotADisagreement() {
    bytes.task(100, 100).start(7);
    uses(READ, 3, 60, 2_100, 2_110);
    fold();
    assertThat(disagreements).isEmpty();
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).doubts()).containsExactly(Doubt.ORIGIN);
    assertThat(spans.get(0).cause()).isEqualTo(Cause.FOUND);
  }

  @Test
  void whatWasLostMayHaveClosedIt() {
    begin();
    opens(3, 50, 2_000, 2_010);
    opens(4, 60, 2_020, 2_030);
    bytes.time(2_050).lost(5, 100, 2);
    uses(READ, 4, 60, 2_100, 2_110);
    uses(READ, 3, 70, 2_120, 2_130);
    fold();
    assertThat(disagreements).isEmpty();
    DescriptorSpan replaced = spans.get(0);
    assertThat(replaced.file().file()).isEqualTo(50);
    assertThat(replaced.doubts()).contains(Doubt.END);
    assertThat(spans)
        .filteredOn(span -> span.fd() == 4)
        .singleElement()
        .matches(span -> span.doubts().isEmpty(), "confirmed by the kernel after the loss");
  }

  @Test
  void aChildHasCopiesOfItsOwn() {
    begin();
    opens(3, 50, 2_000, 2_010);
    bytes.time(2_020).fork(200, 200, 9);
    bytes.task(200, 200).start(9);
    uses(READ, 3, 50, 2_100, 2_110);
    uses(CLOSE, 3, 50, 2_120, 2_130);
    bytes.task(100, 100).start(7);
    uses(READ, 3, 50, 2_140, 2_150);
    fold();
    assertThat(disagreements).isEmpty();
    assertThat(spans).hasSize(2);
    DescriptorSpan child = spans.get(0);
    assertThat(child.process().tgid()).isEqualTo(200);
    assertThat(child.cause()).isEqualTo(Cause.FORK);
    assertThat(child.origin().tgid()).isEqualTo(100);
    assertThat(child.originFd()).isEqualTo(3);
    assertThat(spans.get(1).to()).isEqualTo(Span.OPEN);
  }
}
