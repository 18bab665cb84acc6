// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionCommandsTest {
  private static final long MS = 1_000_000;
  private static final int PTS = 136 << 20 | 5;

  @TempDir Path directory;

  private Path archive;

  @BeforeEach
  void index() throws IOException {
    archive = directory.resolve("archive");
    Scenario.write(archive);
    Cli.Result result = Cli.run("index", archive);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("16 records indexed");
  }

  @Test
  void whatIsIndexedIsNotIndexedAgain() {
    assertThat(Cli.run("index", archive).out()).contains("0 records indexed");
    assertThat(Cli.run("index", archive, "--rebuild").out()).contains("16 records indexed");
  }

  @Test
  void aNameCannotDriveTheTerminal() {
    String sql = "SELECT path FROM event WHERE call = 'openat'";
    Cli.Result table = Cli.run("sql", archive, "-e", sql);
    assertThat(table.lines()).containsExactly("path", "/etc/\\33[2J");
    Cli.Result json = Cli.run("sql", archive, "-e", sql, "--format", "json");
    assertThat(json.out()).doesNotContain("\033").contains("/etc/\\u001B[2J");
    Cli.Result header = Cli.run("sql", archive, "-e", "SELECT 1 AS \"a\033[2J\"");
    assertThat(header.out()).doesNotContain("\033");
    Cli.Result wrong = Cli.run("sql", archive, "-e", "SELECT \"\033[2J\"");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(wrong.err()).doesNotContain("\033");
  }

  @Test
  void csvQuotesWhatWouldEndAField() {
    Cli.Result csv =
        Cli.run(
            "sql", archive, "--format", "csv", "-e", "SELECT 'a,\"b\"' AS x, NULL AS y, 3 AS z");
    assertThat(csv.out()).isEqualTo("x,y,z\r\n\"a,\"\"b\"\"\",,3\r\n");
  }

  @Test
  void aQueryOfAFileHasItsParametersBound() throws IOException {
    Path query =
        Files.writeString(
            directory.resolve("q.sql"),
            "SELECT pid, $name AS name FROM process WHERE pid = $pid AND began > $from");
    Cli.Result result =
        Cli.run("sql", archive, "-f", query, "--pid", 200, "--from", "+0", "--set", "name='; --");
    assertThat(result.lines()).containsExactly("pid  name", "200  '; --");
    Cli.Result missing = Cli.run("sql", archive, "-f", query, "--pid", 200, "--set", "name=x");
    assertThat(missing.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(missing.err()).contains("$from");
  }

  @Test
  void theLineOfAProcessGoesUpAndDown() {
    Cli.Result up = Cli.run("ancestors", archive, 200);
    assertThat(up.out()).contains("cat /etc/pass wd").contains("bash -i");
    assertThat(up.lines()).hasSize(4);
    assertThat(Cli.run("descendants", archive, 100).lines()).hasSize(3);
    assertThat(Cli.run("descendants", archive, 300).lines()).hasSize(2);
  }

  @Test
  void anAnswerSaysThatRecordsAreLost() {
    Cli.Result text = Cli.run("writers", archive, "/etc/passwd");
    assertThat(text.err()).contains("uncertain: 5 records of this time are lost");
    Cli.Result json = Cli.run("writers", archive, "/etc/passwd", "--json");
    assertThat(json.out()).startsWith("{\"uncertain\": true, \"lost\": 5, \"answer\": [");
    Cli.Result before = Cli.run("writers", archive, "/etc/passwd", "--to", "+0.001");
    assertThat(before.err()).isEmpty();
  }

  @Test
  void withoutTablesItSaysWhatToDo() throws IOException {
    Files.delete(archive.resolve("forensix.duckdb"));
    Cli.Result result = Cli.run("sessions", archive);
    assertThat(result.code()).isEqualTo(ExitCode.NOT_INDEXED.number());
    assertThat(result.err()).contains("forensix index");
  }

  @Test
  void damageIsInTheTablesOnce() throws IOException {
    Path damaged = directory.resolve("damaged");
    Scenario.write(damaged);
    Path file;
    try (var files = Files.list(damaged)) {
      file = files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] name = "/etc/pass wd".getBytes(StandardCharsets.US_ASCII);
    int at =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .indexOf(new String(name, StandardCharsets.US_ASCII));
    bytes[at] = '!';
    Files.write(file, bytes);
    assertThat(Cli.run("index", damaged).code()).isEqualTo(ExitCode.ARCHIVE_DAMAGED.number());
    String sql = "SELECT count(*) AS n FROM loss WHERE what = 'damaged'";
    String once = Cli.run("sql", damaged, "-e", sql).out();
    assertThat(once).doesNotContain(" 0");
    assertThat(Cli.run("sessions", damaged).err()).contains("uncertain: the archive is damaged");
  }

  @Test
  void aSessionIsShownAndReplayed() throws IOException {
    Path sessions = directory.resolve("sessions");
    try (ArchiveMaker maker = new ArchiveMaker(sessions).begin(1, 1)) {
      maker.block(0, session(), 0);
    }
    assertThat(Cli.run("index", sessions).code()).isZero();
    assertThat(Cli.run("sessions", sessions).out()).contains("pts/5").contains("500");
    assertThat(Cli.run("session", sessions, 1).out()).contains("exit 3").contains("sh -i");
    Cli.Result cast = Cli.run("replay", sessions, 1, "--to-asciicast", "-");
    assertThat(cast.err()).contains("what the kernel echoed is missing");
    assertThat(cast.lines())
        .containsExactly(
            "{\"version\":2,\"width\":90,\"height\":33,\"timestamp\":1700000000}",
            "[0.001,\"o\",\"one\\r\\ntwo\\r\\n\"]",
            "[0.003,\"o\",\"raw\\n\"]");
  }

  @Test
  void aReplayHasNothingOfTheSessionBefore() throws IOException {
    Path sessions = directory.resolve("two");
    try (ArchiveMaker maker = new ArchiveMaker(sessions).begin(1, 1)) {
      RecordBytes records = session(new RecordBytes().cpu(0), 500, 10 * MS, "one\ntwo\n");
      maker.block(0, session(records, 600, 30 * MS, "three\n"), 0);
    }
    assertThat(Cli.run("index", sessions).code()).isZero();
    assertThat(Cli.run("replay", sessions, 1, "--to-asciicast", "-").out())
        .contains("one")
        .doesNotContain("three");
    assertThat(Cli.run("replay", sessions, 2, "--to-asciicast", "-").out())
        .contains("three")
        .doesNotContain("one");
  }

  private static RecordBytes session() {
    return session(new RecordBytes().cpu(0), 500, 10 * MS, "one\ntwo\n");
  }

  /** A shell on a terminal writes, switches off what the kernel adds to lines, and writes. */
  private static RecordBytes session(RecordBytes records, int pid, long began, String text) {
    records.time(began).task(pid, pid).start(77);
    records.taskState(1, "sh", 1000).cstr(0, "/bin/sh").strv(1, "sh").done();
    records.time(began + MS).identity(1000).session(pid, PTS, 1000, 0).done();
    records
        .time(began + 2 * MS)
        .exec("sh", 1000)
        .session(pid, PTS, 1000, 0)
        .cstr(0, "/bin/sh")
        .strv(1, "sh", "-i")
        .done();
    records.time(began + 4 * MS).file(5, 50, 0020620, 2).cstr(0, "/dev/pts/5").done();
    ioctl(records.time(began + 5 * MS), 0x5414, new byte[] {33, 0, 90, 0, 0, 0, 0, 0});
    write(records.time(began + 6 * MS), text);
    ioctl(records.time(began + 7 * MS), 0x5402, new byte[36]);
    write(records.time(began + 8 * MS), "raw\n");
    return records.time(began + 9 * MS).exit(0x300, 0, "sh");
  }

  private static void write(RecordBytes records, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    records
        .call(1, bytes.length)
        .arg(0, 1)
        .file(0, 5, 50, RecordBytes.DEV, 0020620)
        .item(ItemKind.BYTES, 1, bytes)
        .done();
  }

  private static void ioctl(RecordBytes records, int command, byte[] data) {
    records
        .call(16, 0)
        .arg(0, 1)
        .arg(1, command)
        .file(0, 5, 50, RecordBytes.DEV, 0020620)
        .item(ItemKind.BYTES, 2, data)
        .done();
  }
}
