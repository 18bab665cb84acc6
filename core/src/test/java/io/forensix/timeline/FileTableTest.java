// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.FdRecord;
import io.forensix.record.FileId;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileTableTest {
  private static final int REGULAR = 0100644;

  private final FileTable table = new FileTable();

  private RecordCursor cursor(RecordBytes records) {
    return new RecordCursor(
            corrupt -> {
              throw new AssertionError(corrupt.toString());
            })
        .over(records.segment());
  }

  private void fold(RecordBytes records) {
    RecordCursor cursor = cursor(records);
    while (cursor.next()) {
      table.accept(cursor.record());
    }
  }

  /** What a path is called by that has an identity at a time; "-" for none. */
  private String path(long file, long inode, long time) {
    RecordCursor cursor = cursor(new RecordBytes().fd(0, false, file, inode, REGULAR));
    assertThat(cursor.next()).isTrue();
    FileId id = ((FdRecord) cursor.record()).id();
    return name(table.find(id, time));
  }

  private static String name(Optional<OpenFile> file) {
    return file.map(one -> new String(one.path(), StandardCharsets.UTF_8)).orElse("-");
  }

  @Test
  void aNumberMeansWhatWasLastSaidOfIt() {
    RecordBytes records = new RecordBytes();
    records.time(10).file(7, 100, REGULAR, 0).cstr(0, "/a").done();
    records.time(20).file(7, 200, REGULAR, 0).cstr(0, "/b").done();
    records.time(20).file(8, 100, REGULAR, 0).cstr(0, "/a").done();
    fold(records);
    assertThat(path(7, 200, 25)).isEqualTo("/b");
    assertThat(path(7, 100, 15)).isEqualTo("/a");
    assertThat(path(8, 100, 25)).isEqualTo("/a");
    assertThat(path(9, 100, 25)).isEqualTo("-");
  }

  @Test
  void anIdentityOfAnotherFileIsNotNamed() {
    RecordBytes records = new RecordBytes();
    records.time(10).file(7, 100, REGULAR, 0).cstr(0, "/a").done();
    records.time(20).file(7, 200, REGULAR, 0).cstr(0, "/b").done();
    fold(records);
    assertThat(path(7, 300, 25)).isEqualTo("-");
    assertThat(path(7, 100, 25)).as("closed before").isEqualTo("-");
    assertThat(path(7, 300, 5)).as("not yet open").isEqualTo("-");
  }

  @Test
  void twoThreadsMayMeetAFileAtOnce() {
    RecordBytes records = new RecordBytes();
    records.time(10).file(7, 100, REGULAR, 0).cstr(0, "/a").done();
    fold(records);
    assertThat(path(7, 100, 9)).isEqualTo("/a");
  }

  @Test
  void knowsTheAddressesOfASocket() {
    RecordBytes records = new RecordBytes().time(10);
    records
        .file(7, 100, 0140777, 2)
        .socket(2, 1, 6)
        .cstr(0, "socket:[100]")
        .item(ItemKind.NAME, 0, new byte[] {2, 0, 1})
        .item(ItemKind.NAME, 1, new byte[] {2, 0, 2})
        .done();
    records.fd(3, true, 7, 100, 0140777);
    fold(records);
    OpenFile socket = table.atStart(1, 500).get(0).file().orElseThrow();
    assertThat(socket.socket()).isTrue();
    assertThat(socket.address()).containsExactly(2, 0, 1);
    assertThat(socket.peer()).containsExactly(2, 0, 2);
    assertThat(socket.protocol()).isEqualTo(6);
    assertThat(socket.flags()).isEqualTo(2);
  }

  @Test
  void knowsTheDescriptorsAtTheStart() {
    RecordBytes records = new RecordBytes().time(10).task(5, 5).start(77);
    records.file(7, 100, REGULAR, 0).cstr(0, "/a").done();
    records.fd(0, false, 7, 100, REGULAR).fd(3, true, 9, 1, REGULAR);
    records.time(20).file(7, 200, REGULAR, 0).cstr(0, "/b").done();
    fold(records);
    assertThat(table.atStart(5, 77))
        .extracting(one -> one.fd() + " " + one.closedByExec() + " " + name(one.file()))
        .containsExactly("0 false /a", "3 true -");
    assertThat(table.atStart(5, 78)).isEmpty();
  }
}
