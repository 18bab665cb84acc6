// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.CallFlag;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallJoinTest {
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int UNLINK = 87;
  private static final int EXIT_GROUP = 231;
  private static final int MORE = ItemFlag.MORE;

  private final Events events = new Events();
  private final CallJoin join = new CallJoin(events);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(Payload payload) {
    return new String(payload.bytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void aCallThatIsWholeIsHandedOnAtOnce() {
    RecordBytes records = new RecordBytes().time(100);
    records.call(READ, 3).arg(0, 5).item(ItemKind.BYTES, 1, bytes("abc")).done();
    Events.feed(join, records);
    assertThat(join.open()).isZero();
    Call call = events.calls.get(0);
    assertThat(call.ret()).isEqualTo(3);
    assertThat(call.args()[0]).isEqualTo(5);
    assertThat(call.duration()).isEqualTo(5);
    assertThat(text(call.payloads().get(0))).isEqualTo("abc");
    assertThat(call.payloads().get(0).missing()).isFalse();
  }

  @Test
  void outputThatGoesOnIsJoined() {
    RecordBytes records = new RecordBytes().time(100).task(7, 7);
    records
        .call(READ, 9)
        .flags(CallFlag.MORE)
        .item(ItemKind.BYTES.code(), 1, MORE, bytes("abc"), 9)
        .done();
    data(records, 90, 3, MORE, "def");
    records.task(8, 8).call(WRITE, 1).entered(91).done();
    data(records.task(7, 7), 90, 6, 0, "ghi");
    Events.feed(join, records);
    assertThat(events.order).containsExactly("call 1", "call 0");
    Payload payload = events.calls.get(1).payloads().get(0);
    assertThat(text(payload)).isEqualTo("abcdefghi");
    assertThat(payload.captured()).isEqualTo(9);
    assertThat(payload.missing()).isFalse();
    assertThat(join.open()).isZero();
  }

  private static void data(RecordBytes records, long entered, long offset, int flags, String text) {
    records.data(entered, offset, ItemKind.BYTES, 1, flags, bytes(text));
  }

  @Test
  void inputThatCameBeforeItsCallIsJoined() {
    RecordBytes records = new RecordBytes().time(100);
    data(records, 90, 0, MORE, "abc");
    records
        .call(WRITE, 6)
        .flags(CallFlag.MORE)
        .item(ItemKind.BYTES.code(), 1, MORE, new byte[0], 6)
        .done();
    data(records, 90, 3, ItemFlag.AT_EXIT, "def");
    Events.feed(join, records);
    Payload payload = events.calls.get(0).payloads().get(0);
    assertThat(text(payload)).isEqualTo("abcdef");
    assertThat(payload.full()).isEqualTo(6);
    assertThat(payload.atExit()).isTrue();
    assertThat(payload.missing()).isFalse();
  }

  @Test
  void inputThatTheCallDidNotUseIsNotMissing() {
    RecordBytes records = new RecordBytes().time(100);
    data(records, 90, 0, MORE, "abc");
    records.call(WRITE, -32).item(ItemKind.BYTES.code(), 1, MORE, new byte[0], 600).done();
    Events.feed(join, records);
    Payload payload = events.calls.get(0).payloads().get(0);
    assertThat(text(payload)).isEqualTo("abc");
    assertThat(payload.full()).isEqualTo(600);
    assertThat(payload.missing()).isFalse();
  }

  @Test
  void aPartThatDoesNotComeIsMissing() {
    RecordBytes records = new RecordBytes().time(100);
    records
        .call(READ, 9)
        .flags(CallFlag.MORE)
        .item(ItemKind.BYTES.code(), 1, MORE, bytes("abc"), 9)
        .done();
    records.time(200).call(WRITE, 0).done();
    Events.feed(join, records);
    assertThat(events.order).containsExactly("call 0", "call 1");
    assertThat(events.calls.get(0).payloads().get(0).missing()).isTrue();
    assertThat(events.calls.get(0).payloads().get(0).captured()).isEqualTo(3);
  }

  @Test
  void whatFollowsAGapIsNotShownAsIfItWereAdjacent() {
    RecordBytes records = new RecordBytes().time(100);
    records
        .call(READ, 9)
        .flags(CallFlag.MORE)
        .item(ItemKind.BYTES.code(), 1, MORE, bytes("abc"), 9)
        .done();
    data(records, 90, 6, 0, "ghi");
    Events.feed(join, records);
    Payload payload = events.calls.get(0).payloads().get(0);
    assertThat(text(payload)).isEqualTo("abc");
    assertThat(payload.missing()).isTrue();
  }

  @Test
  void dataWithoutItsCallIsAStray() {
    RecordBytes records = new RecordBytes().time(100).task(7, 9);
    data(records, 90, 0, 0, "abc");
    Events.feed(join, records);
    assertThat(events.strays).isEmpty();
    join.end();
    Stray stray = events.strays.get(0);
    assertThat(stray.tid()).isEqualTo(9);
    assertThat(stray.entered()).isEqualTo(90);
    assertThat(text(stray.payloads().get(0))).isEqualTo("abc");
  }

  @Test
  void theEntryOfACallIsToldOnlyOnce() {
    RecordBytes records = new RecordBytes().time(100);
    records.enter(UNLINK).cstr(0, "/x").done();
    records.call(UNLINK, 0).cstr(0, "/x").done();
    Events.feed(join, records);
    assertThat(events.calls).hasSize(1);
    assertThat(events.calls.get(0).returned()).isTrue();
    assertThat(events.calls.get(0).payloads()).hasSize(1);
  }

  @Test
  void aCallThatNeverReturnedIsToldWhenItsThreadEnds() {
    RecordBytes records = new RecordBytes().time(100);
    records.enter(EXIT_GROUP).arg(0, 3).done();
    records.exit(0x300, 0, "sh");
    Events.feed(join, records);
    assertThat(events.order).containsExactly("call 231", "EXIT");
    assertThat(events.calls.get(0).returned()).isFalse();
  }

  @Test
  void anExecOfAnotherThreadKeepsItsEntry() {
    RecordBytes records = new RecordBytes().time(100).task(7, 9);
    records.enter(59).cstr(0, "/bin/ls").done();
    // RecordBytes sets old_tid to the tid; the kernel names the thread that called.
    int at = records.length();
    records.task(7, 7).exec("ls", 0).cstr(0, "/bin/ls").done();
    records.patch32(at + 40, 9);
    records.call(59, 0).cstr(0, "/bin/ls").done();
    Events.feed(join, records);
    assertThat(events.order).containsExactly("EXEC", "call 59");
    assertThat(join.open()).isZero();
  }

  @Test
  void neverKeepsMoreThanItsLimits() {
    CallJoin small = new CallJoin(events, 4, 64, 10);
    RecordBytes records = new RecordBytes();
    for (int tid = 1; tid <= 100; tid++) {
      records.time(100 + tid).task(tid, tid);
      records
          .call(READ, 90)
          .flags(CallFlag.MORE)
          .item(ItemKind.BYTES.code(), 1, MORE, bytes("abcdefgh"), 90)
          .done();
    }
    Events.feed(small, records);
    assertThat(small.open()).isEqualTo(10);
    assertThat(events.calls).hasSize(90);
    Payload first = events.calls.get(0).payloads().get(0);
    assertThat(first.bytes()).hasSize(4);
    assertThat(first.captured()).isEqualTo(8);
    assertThat(first.missing()).isTrue();
  }
}
