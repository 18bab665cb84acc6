// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemCursor;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordHead;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.Call;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.Stray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that say which open files they are about, in the notation of strace -yy. */
class DescriptorTest {
  private static final int REGULAR = 0100644;
  private static final int SOCKET = 0140777;

  private final RecordBytes records = new RecordBytes();
  private final FileTable files = new FileTable();
  private final List<String> lines = new ArrayList<>();

  private final EventSink print =
      new EventSink() {
        @Override
        public void call(Call call) {
          StringBuilder out = new StringBuilder();
          new CallText(SyscallTable.builtIn(), TextOptions.USUAL, files).append(out, call);
          lines.add(out.toString());
        }

        @Override
        public void stray(Stray stray) {
          throw new AssertionError(stray.toString());
        }

        @Override
        public void record(RecordHead record) {}
      };

  private List<String> lines() {
    CallJoin join = new CallJoin(print);
    RecordCursor cursor =
        new RecordCursor(corrupt -> {
          throw new AssertionError(corrupt.toString());
        });
    cursor.over(records.segment());
    while (cursor.next()) {
      join.accept(cursor.record());
      files.accept(cursor.record());
    }
    join.end();
    return lines;
  }

  @Test
  void argumentsAndResults() {
    records.time(10).file(1, 2, REGULAR, 0).cstr(0, "/etc/passwd").done();
    records.file(3, 4, 0040755, 0).cstr(0, "/root").done();
    records
        .time(30)
        .call(257, 3)
        .arg(0, -100)
        .cstr(1, "../etc/passwd")
        .file(0, 3, 4, RecordBytes.DEV, 0040755)
        .file(ItemCursor.RESULT, 1, 2, RecordBytes.DEV, REGULAR)
        .done();
    records
        .call(0, 2)
        .arg(0, 3)
        .arg(2, 9)
        .file(0, 1, 2, RecordBytes.DEV, REGULAR)
        .item(ItemKind.BYTES, 1, "ro".getBytes(StandardCharsets.US_ASCII))
        .done();
    records.call(3, 0).arg(0, 77).file(0, 99, 2, RecordBytes.DEV, REGULAR).done();
    assertThat(lines())
        .containsExactly(
            "openat(AT_FDCWD</root>, \"../etc/passwd\", O_RDONLY) = 3</etc/passwd>",
            "read(3</etc/passwd>, \"ro\", 9) = 2",
            "close(77) = 0");
  }

  @Test
  void aMappedAddress() {
    records.time(10).file(1, 2, REGULAR, 0).cstr(0, "/lib/libc.so.6").done();
    RecordBytes.Open unmapped = records.time(30).call(11, 0).arg(0, 0x7f00).arg(1, 4096);
    unmapped.file(0, 1, 2, RecordBytes.DEV, REGULAR).file(0, 1, 2, RecordBytes.DEV, REGULAR).done();
    RecordBytes.Open other = records.call(11, 0).arg(0, 0x7f00).arg(1, 4096);
    other.item(ItemKind.FILE.code(), 0, ItemFlag.FAULT, new byte[0], 0).done();
    assertThat(lines())
        .containsExactly(
            "munmap(0x7f00</lib/libc.so.6></lib/libc.so.6>, 4096) = 0",
            "munmap(0x7f00 /* not looked at what is mapped here */, 4096) = 0");
  }

  @Test
  void descriptorsThatWereMade() {
    records.time(10).file(1, 2, 0010600, 0).cstr(0, "pipe:[2]").done();
    records
        .time(30)
        .call(22, 0)
        .item(ItemKind.BYTES, 0, new byte[] {3, 0, 0, 0, 4, 0, 0, 0})
        .made(0, 3, 1, 2, 0010600, false)
        .made(0, 4, 9, 2, 0010600, false)
        .done();
    assertThat(lines()).containsExactly("pipe([3, 4] /* 3<pipe:[2]> */ /* 4 */) = 0");
  }

  @Test
  void aSocketByItsAddresses() {
    records.time(10).file(1, 2, SOCKET, 2).socket(2, 1, 6).cstr(0, "socket:[2]").done();
    RecordBytes.Open before = records.time(30).call(42, 0).arg(0, 5);
    before.file(0, 1, 2, RecordBytes.DEV, SOCKET).done();
    records
        .time(40)
        .file(1, 2, SOCKET, 2)
        .socket(2, 1, 6)
        .cstr(0, "socket:[2]")
        .item(ItemKind.NAME, 0, new byte[] {2, 0, 0x13, (byte) 0x88, 127, 0, 0, 1})
        .item(ItemKind.NAME, 1, new byte[] {2, 0, 0, 80, 127, 0, 0, 1})
        .done();
    records.time(60).call(3, 0).arg(0, 5).file(0, 1, 2, RecordBytes.DEV, SOCKET).done();
    assertThat(lines())
        .containsExactly(
            "connect(5<TCP:[2]>, NULL, 0) = 0", "close(5<TCP:[127.0.0.1:5000->127.0.0.1:80]>) = 0");
  }

  /** The call that is held back for its data is about the file of its own time. */
  @Test
  void aNumberThatIsUsedAgainBeforeACallIsWhole() {
    records.time(10).file(1, 2, REGULAR, 0).cstr(0, "/old").done();
    records
        .time(30)
        .call(0, 2)
        .flags(4)
        .arg(0, 3)
        .file(0, 1, 2, RecordBytes.DEV, REGULAR)
        .item(ItemKind.BYTES.code(), 1, 8, new byte[0], 2)
        .done();
    records.time(40).file(1, 2, REGULAR, 0).cstr(0, "/new").done();
    records.data(20, 0, ItemKind.BYTES, 1, new byte[] {'h', 'i'});
    assertThat(lines()).containsExactly("read(3</old>, \"hi\", 0) = 2");
  }
}
