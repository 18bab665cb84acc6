// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.FileId;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordHead;
import io.forensix.syscall.Abi;
import io.forensix.syscall.Argument;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.Call;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.IdentityTable;
import io.forensix.timeline.Stray;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes say, there is a line, it ends, and a terminal can show it. */
class HostileTextTest {
  private static final SyscallTable TABLE = SyscallTable.builtIn();
  private static final TextOptions[] OPTIONS = {TextOptions.USUAL, TextOptions.ALL};

  private final IdentityTable identities = new IdentityTable();
  private final FileTable files = new FileTable();
  private long lines;

  private final EventSink print =
      new EventSink() {
        @Override
        public void call(Call call) {
          for (TextOptions options : OPTIONS) {
            StringBuilder out = new StringBuilder();
            new CallText(TABLE, options, files).append(out, call);
            check(out);
          }
        }

        @Override
        public void stray(Stray stray) {
          lines++;
        }

        @Override
        public void record(RecordHead record) {
          for (TextOptions options : OPTIONS) {
            StringBuilder out = new StringBuilder();
            CallText calls = new CallText(TABLE, options);
            new RecordText(calls, options, Long::toString, identities, files).append(out, record);
            check(out);
          }
          identities.accept(record);
          files.accept(record);
        }
      };

  private void check(StringBuilder out) {
    lines++;
    assertThat(out).isNotEmpty();
    for (int i = 0; i < out.length(); i++) {
      if (out.charAt(i) < 0x20 || out.charAt(i) > 0x7e) {
        throw new AssertionError("character " + (int) out.charAt(i) + " in " + out);
      }
    }
  }

  private void feed(CallJoin join, MemorySegment memory) {
    RecordCursor cursor = new RecordCursor(corrupt -> {});
    cursor.over(memory);
    while (cursor.next()) {
      join.accept(cursor.record());
    }
  }

  @Test
  void everyCallOfTheTableWithRandomArgumentsAndData() {
    Random random = new Random(20261123);
    CallJoin join = new CallJoin(print);
    for (int round = 0; round < 20; round++) {
      for (Abi abi : new Abi[] {Abi.X86_64, Abi.IA32, Abi.X32}) {
        for (Syscall call : TABLE.calls(abi)) {
          RecordBytes records = new RecordBytes();
          call(records, random, abi.ordinal(), call);
          feed(join, records.segment());
        }
      }
    }
    join.end();
    assertThat(lines).isGreaterThan(20L * 2 * TABLE.calls(Abi.X86_64).size());
  }

  private static void call(RecordBytes records, Random random, int abi, Syscall call) {
    RecordBytes.Open open = records.call(call.number(), random.nextLong() >> random.nextInt(64));
    open.abi(abi).flags(random.nextInt() & 0xffff & ~4);
    for (int i = 0; i < 6; i++) {
      open.arg(i, random.nextLong() >> random.nextInt(64));
    }
    for (int i = 0; i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      int items = argument.captured() ? random.nextInt(4) : 0;
      for (int k = 0; k < items; k++) {
        byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(300) : random.nextInt(64)];
        random.nextBytes(bytes);
        int kind = random.nextBoolean() ? ItemKind.BYTES.code() : 1 + random.nextInt(9);
        if (kind != ItemKind.FILE.code() || bytes.length >= FileId.BYTES) {
          open.item(kind, i, random.nextInt(8), bytes, random.nextLong());
        }
      }
    }
    open.done();
  }

  @Test
  void recordsWithRandomBytesChanged() {
    Random random = new Random(4);
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          for (int round = 0; round < 5000; round++) {
            byte[] bytes = sample(random).toByteArray();
            int damage = 1 + random.nextInt(30);
            for (int i = 0; i < damage; i++) {
              bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            CallJoin join = new CallJoin(print);
            feed(join, MemorySegment.ofArray(bytes));
            join.end();
          }
        });
    assertThat(lines).isGreaterThan(5000);
  }

  private static RecordBytes sample(Random random) {
    RecordBytes records = new RecordBytes().time(1000);
    records.mark(1, 1_000_000);
    records.taskState(1, "init", 0).cstr(0, "/sbin/init").strv(1, "init").done();
    records.fork(2, 2, 5);
    records.task(2, 2).exec("ls", 0).cstr(0, "/bin/ls").strv(1, "ls").strv(2, "A=b").done();
    records.call(257, 3).cstr(1, "/etc/passwd").file(6, 1, 2, 3, 0100644).done();
    records.call(0, 5).flags(4).item(ItemKind.BYTES.code(), 1, 8, new byte[5], 10).done();
    records.data(990, 5, ItemKind.BYTES, 1, new byte[5]);
    records.enter(231).done();
    records.signal(17, 1, 2, true);
    records.lost(3, 100, 2);
    records
        .file(1, 2, 0140777, 2)
        .socket(random.nextInt(18), 1, 6)
        .cstr(0, "socket:[2]")
        .item(ItemKind.NAME, 0, new byte[] {2, 0, 0, 80, 127, 0, 0, 1})
        .item(ItemKind.NAME, 1, new byte[] {2, 0, 0, 80, 127, 0, 0, 1})
        .done();
    records.call(0, 5).file(0, 1, 2, RecordBytes.DEV, 0140777).done();
    records.fd(3, true, 1, 2, 0140777).sent(15, 0, 3, 3, true, 0);
    records.context(1).context(2).settings("filter=none\n", 1);
    records.submitted(22, 5, 1, 2).file(0, 1, 2, RecordBytes.DEV, 0140777).done();
    records.completed(22, -11).item(ItemKind.FILE.code(), 0, 1, new byte[0], 0).done();
    return records.exit(0, 0, "ls");
  }

  @Test
  void randomBytes() {
    Random random = new Random(4096);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(2000)];
      random.nextBytes(bytes);
      // A size and a type that can be, so that the walk gets further than the first head.
      for (int at = 0; at + 8 <= bytes.length; at += 8 * (1 + random.nextInt(30))) {
        int size = 8 * (5 + random.nextInt(30));
        bytes[at] = (byte) size;
        bytes[at + 1] = (byte) (size >> 8);
        bytes[at + 2] = 0;
        bytes[at + 3] = 0;
        bytes[at + 4] = (byte) (1 + random.nextInt(16));
        bytes[at + 5] = 0;
      }
      CallJoin join = new CallJoin(print);
      feed(join, MemorySegment.ofArray(bytes));
      join.end();
    }
    assertThat(lines).isPositive();
  }
}
