// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is made, written, and what comes then makes it less sure. */
class ContentCommandTest {
  private static final long US = 1_000;
  private static final String FILE = "/tmp/a\033[2J";
  private static final int MODE = 0100644;

  @TempDir Path directory;

  private final RecordBytes records = new RecordBytes().cpu(0);

  private static String at(long micros) {
    return "2023-11-14T22:13:20.%06dZ".formatted(micros);
  }

  private RecordBytes.Open call(long micros, int pid, int nr, long ret) {
    records.time(micros * US).task(pid, pid).start(pid);
    return records.call(nr, ret).arg(0, 3).file(0, 5, 50, RecordBytes.DEV, MODE);
  }

  private void begin() {
    records.time(10 * US).task(10, 10).start(10).taskState(1, "sh", 0).cstr(0, "/sh").done();
    records.task(20, 20).start(20).taskState(1, "vi", 0).cstr(0, "/vi").done();
    records.time(20 * US - 5).task(10, 10).start(10);
    records.file(5, 50, MODE, 2).cstr(0, FILE).done();
    records.time(20 * US);
    records
        .call(257, 3)
        .arg(0, -100)
        .arg(2, 0302)
        .cstr(1, FILE)
        .file(6, 5, 50, RecordBytes.DEV, MODE)
        .done();
  }

  private void write(long micros, int pid, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    call(micros, pid, 1, bytes.length).item(ItemKind.BYTES, 1, bytes).done();
  }

  private Cli.Result content(Object... more) throws IOException {
    Path archive = directory.resolve("archive");
    if (!Files.exists(archive)) {
      try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, 1)) {
        maker.block(0, records, 0);
      }
      assertThat(Cli.run("index", archive).code()).isZero();
    }
    Object[] args = new Object[more.length + 3];
    args[0] = "content";
    args[1] = archive;
    args[2] = FILE;
    System.arraycopy(more, 0, args, 3, more.length);
    return Cli.run(args);
  }

  @Test
  void isShownAtEachTime() throws IOException {
    begin();
    write(30, 10, "one\n");
    write(40, 20, "two\n");
    Cli.Result first = content("--at", at(35));
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("/tmp/a\\33[2J at " + at(35) + ": 4 bytes", "10 sh write", "|one.|")
        .doesNotContain("\033");
    Cli.Result all = content("--json");
    String data = Base64.getEncoder().encodeToString("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    assertThat(all.out()).contains("\"size\":8", "\"known\":true", "\"data\":\"" + data + "\"");
    assertThat(content("--at", at(15)).err()).contains("no file is on record that was named");
    assertThat(content("--at", at(15)).code()).isEqualTo(1);
    assertThat(content("--until-size", 2).out()).contains("|on|");
    assertThat(content("--at", at(35), "--diff", at(45)).out())
        .contains("@@ -1 +1,2 @@\n one\n+two\n");
  }

  @Test
  void bytesThatAreCutAreNotInvented() throws IOException {
    begin();
    byte[] some = "abc".getBytes(StandardCharsets.US_ASCII);
    call(30, 10, 1, 10).item(ItemKind.BYTES.code(), 1, ItemFlag.LIMIT, some, 10).done();
    write(40, 10, "xyz");
    Cli.Result shown = content();
    assertThat(shown.code()).isEqualTo(ExitCode.NOT_KNOWN.number());
    assertThat(shown.err()).contains("6 bytes are, 0 are possible, 7 unknown");
    assertThat(shown.out()).contains("61 62 63 ?? ??", "|abc???????xyz|", "the recorder cut it");
    Path out = directory.resolve("out");
    Cli.Result refused = content("--out", out);
    assertThat(refused.code()).isEqualTo(ExitCode.NOT_KNOWN.number());
    assertThat(refused.err()).contains("7 of 13 bytes are unknown", "--zero-unknown");
    assertThat(out).doesNotExist();
    assertThat(content("--out", out, "--zero-unknown").code()).isEqualTo(10);
    assertThat(out).hasBinaryContent("abc\0\0\0\0\0\0\0xyz".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void whatIsMappedIsPossibleFromThenOn() throws IOException {
    begin();
    write(30, 10, "one\n");
    records.time(40 * US).task(20, 20).start(20);
    records
        .call(9, 0x7000)
        .flags(32)
        .arg(1, 100)
        .arg(2, 3)
        .arg(3, 1)
        .arg(4, 3)
        .file(4, 5, 50, RecordBytes.DEV, MODE)
        .done();
    write(50, 10, "two\n");
    assertThat(content("--at", at(35)).code()).isZero();
    Cli.Result shown = content();
    assertThat(shown.code()).isEqualTo(10);
    assertThat(shown.out())
        .contains("~6f~6e~65~0a~74~77~6f~0a", "mapped shared and writable by 20");
  }

  @Test
  void ofCallsAtTheSameTimeNobodyKnowsWhichWasFirst() throws IOException {
    begin();
    byte[] a = "aaaa".getBytes(StandardCharsets.US_ASCII);
    byte[] b = "bb".getBytes(StandardCharsets.US_ASCII);
    call(30, 10, 18, 4).entered(25 * US).arg(3, 0).item(ItemKind.BYTES, 1, a).done();
    call(31, 20, 18, 2).entered(29 * US).arg(3, 1).item(ItemKind.BYTES, 1, b).done();
    Cli.Result shown = content();
    assertThat(shown.out()).contains("61~62~62 61", "written at the same time by another call");
    assertThat(shown.code()).isEqualTo(10);
  }

  @Test
  void lostRecordsMakeItPossibleAndTheSizeUnknown() throws IOException {
    begin();
    write(30, 10, "one\n");
    records.time(40 * US).task(0, 0).start(0).lost(3, 100, 2);
    assertThat(content("--at", at(35)).code()).isZero();
    Cli.Result shown = content();
    assertThat(shown.code()).isEqualTo(10);
    assertThat(shown.out()).contains("at least 4 bytes", "~6f~6e~65~0a", "3 records are lost here");
    assertThat(content("--out", directory.resolve("out")).err()).contains("not known how long");
  }

  @Test
  void afterALossAReadTellsAgain() throws IOException {
    begin();
    write(30, 10, "one\n");
    records.time(40 * US).task(0, 0).start(0).lost(3, 100, 2);
    call(50, 20, 17, 4)
        .arg(2, 100)
        .arg(3, 0)
        .item(ItemKind.BYTES, 1, "new\n".getBytes(StandardCharsets.US_ASCII))
        .done();
    call(51, 20, 17, 0).arg(2, 100).arg(3, 4).done();
    Cli.Result shown = content();
    assertThat(shown.out()).contains(": 4 bytes", "20 vi pread64", "|new.|");
  }
}
