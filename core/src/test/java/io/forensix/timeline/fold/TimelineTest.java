// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.abi.forensix_h;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final int READ = 0;
  private static final int CLOSE = 3;
  private static final int SENDMSG = 46;
  private static final int RECVMSG = 47;
  private static final int OPENAT = 257;
  private static final int PIPE2 = 293;
  private static final int URING_OPENAT = 18;
  private static final int FIFO = 0010600;
  private static final int REGULAR = 0100644;

  private RecordBytes bytes = new RecordBytes();
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

  /** The module names a filter in the settings of each recording; most leave nothing out. */
  @Test
  void aFilterExplainsADifferenceAndNoneDoesNot() {
    assertThat(differencesWith("filter=none")).isOne();
    assertThat(differencesWith("filter=exclude group=file")).isZero();
  }

  private long differencesWith(String filter) {
    bytes = new RecordBytes();
    bytes.settings("payload_max_bytes=4096\n" + filter, 1_000);
    begin();
    opens(3, 50, 2_000, 2_010);
    uses(READ, 3, 60, 2_100, 2_110);
    return fold().disagreements();
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

  /** A process with a socket, 3, into which two messages are sent, of one descriptor each. */
  private void sendsTwo() {
    begin();
    opens(4, 50, 2_000, 2_010);
    opens(5, 60, 2_020, 2_030);
    for (int fd = 4; fd <= 5; fd++) {
      bytes.time(2_100 + fd);
      bytes.call(SENDMSG, 1).arg(0, 3).item(ItemKind.CONTROL, 1, rights(fd)).done();
    }
  }

  private static byte[] rights(int fd) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(20)
        .putInt(1)
        .putInt(1)
        .putInt(fd)
        .array();
  }

  @Test
  void whoSentADescriptorIsToldByItsFile() {
    sendsTwo();
    bytes.time(2_200);
    bytes
        .call(RECVMSG, 1)
        .arg(0, 3)
        .item(ItemKind.CONTROL, 1, rights(9))
        .made(1, 9, 60, 61, REGULAR, true)
        .done();
    fold();
    assertThat(disagreements).isEmpty();
    DescriptorSpan got = only(9);
    assertThat(got.cause()).isEqualTo(Cause.SCM_RIGHTS);
    assertThat(got.originFd()).isEqualTo(5);
    assertThat(got.file().file()).isEqualTo(60);
    assertThat(got.closedByExec()).isTrue();
    assertThat(got.doubts()).isEmpty();
  }

  @Test
  void theReceiverMayReturnBeforeTheSender() {
    begin();
    opens(4, 50, 2_000, 2_010);
    bytes.time(2_200);
    bytes
        .call(RECVMSG, 1)
        .arg(0, 3)
        .item(ItemKind.CONTROL, 1, rights(9))
        .made(1, 9, 50, 51, REGULAR, false)
        .done();
    bytes.time(2_300);
    bytes.call(SENDMSG, 1).entered(2_150).arg(0, 3).item(ItemKind.CONTROL, 1, rights(4)).done();
    fold();
    assertThat(only(9).originFd()).isEqualTo(4);
    assertThat(only(9).origin().tgid()).isEqualTo(100);
  }

  @Test
  void whatTheKernelCouldNotNameIsOfTheOldestMessage() {
    sendsTwo();
    bytes.time(2_200);
    bytes.call(RECVMSG, 1).arg(0, 3).item(ItemKind.CONTROL, 1, rights(9)).done();
    fold();
    assertThat(only(9).originFd()).isEqualTo(4);
    assertThat(only(9).doubts()).containsExactly(Doubt.FILE);
  }

  private DescriptorSpan only(int fd) {
    List<DescriptorSpan> some = spans.stream().filter(span -> span.fd() == fd).toList();
    assertThat(some).hasSize(1);
    return some.get(0);
  }

  /** As in a recording of ABI version 2, or where both were closed before the call had returned. */
  @Test
  void aPairWhoseFilesAreNotOnRecordIsKnownByItsNumbers() {
    begin();
    byte[] numbers = {3, 0, 0, 0, 4, 0, 0, 0};
    bytes
        .time(2_010)
        .call(PIPE2, 0)
        .entered(2_000)
        .left(2_010)
        .item(ItemKind.BYTES, 0, numbers)
        .done();
    uses(READ, 4, 70, 2_100, 2_110);
    fold();
    assertThat(disagreements).isEmpty();
    assertThat(only(3).cause()).isEqualTo(Cause.PIPE);
    assertThat(only(4).cause()).isEqualTo(Cause.PIPE);
  }

  @Test
  void whatACallStoresIsKnownBeforeItIsUsed() {
    begin();
    bytes.time(2_000);
    bytes.call(PIPE2, 0).made(0, 3, 70, 71, FIFO, false).made(0, 4, 80, 81, FIFO, true).done();
    bytes.time(2_100);
    bytes.completed(URING_OPENAT, 5).made(ItemCursor.RESULT, 5, 90, 91, REGULAR, false).done();
    // A file in a slot of registered ones is no descriptor.
    bytes.completed(URING_OPENAT, 6).done();
    fold();
    assertThat(spans).hasSize(3);
    assertThat(only(3).cause()).isEqualTo(Cause.PIPE);
    assertThat(only(3).closedByExec()).isFalse();
    assertThat(only(4).file().file()).isEqualTo(80);
    assertThat(only(4).closedByExec()).isTrue();
    assertThat(only(5).cause()).isEqualTo(Cause.OPEN);
    assertThat(spans).allMatch(span -> span.doubts().isEmpty());
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
