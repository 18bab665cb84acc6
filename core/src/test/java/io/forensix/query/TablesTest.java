// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final long MS = 1_000_000;
  private static final String HOSTILE = "/tmp/x'; DROP TABLE io; --";

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void index() throws Exception {
    Path archive = directory.resolve("archive");
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, 1)) {
      maker.block(0, records(), 0);
    }
    file = directory.resolve("tables.duckdb");
    try (Indexer indexer = Indexer.open(archive, file, false, new Faults())) {
      assertThat(indexer.run(false, (all, fresh) -> {})).isEqualTo(5);
    }
  }

  private static RecordBytes records() {
    RecordBytes records = new RecordBytes().cpu(0);
    records.time(10 * MS).task(100, 100).start(77);
    records.taskState(1, "sh", 1000).cstr(0, "/bin/sh").strv(1, "sh").done();
    records.time(11 * MS).file(5, 50, 0100644, 1).cstr(0, HOSTILE).done();
    byte[] abc = "abcdef".getBytes(StandardCharsets.US_ASCII);
    records
        .time(12 * MS)
        .call(1, 3)
        .arg(0, 3)
        .file(0, 5, 50, RecordBytes.DEV, 0100644)
        .item(ItemKind.BYTES, 1, abc)
        .done();
    records.time(13 * MS).call(1, -9).arg(0, 3).item(ItemKind.BYTES, 1, abc).done();
    return records.time(14 * MS).lost(5, 640, 1 << 1);
  }

  @Test
  void everyColumnOfEveryRelationIsDocumented() throws Exception {
    List<String> without =
        column(
            "SELECT table_name || '.' || column_name FROM duckdb_columns()"
                + " WHERE NOT internal AND comment IS NULL");
    assertThat(without).isEmpty();
    List<String> relations =
        column(
            "SELECT table_name FROM duckdb_tables() UNION ALL"
                + " SELECT view_name FROM duckdb_views() WHERE NOT internal");
    assertThat(relations)
        .containsExactlyInAnyOrderElementsOf(
            Schema.relations().stream().map(Schema.Relation::name).toList());
  }

  @Test
  void whatWasTakenOfAWriteIsInIoAndAFailedOneIsNot() throws Exception {
    assertThat(column("SELECT bytes || ' ' || decode(data) || ' ' || whole FROM io"))
        .containsExactly("3 abc true");
    assertThat(column("SELECT count(*) FROM event WHERE call = 'write'")).containsExactly("2");
    assertThat(column("SELECT records || ' ' || text FROM loss")).containsExactly("5 no room");
  }

  @Test
  void aParameterIsAValueWhateverItHolds() throws Exception {
    String writers = Tables.question("writers");
    for (String path :
        List.of(HOSTILE, "/etc/passwd' OR '1'='1", "$1", "\0", "x".repeat(100_000))) {
      Map<String, Object> values = new HashMap<>();
      values.put("file", path);
      values.put("from", null);
      values.put("to", null);
      try (Tables tables = Tables.open(file);
          Answer answer = tables.ask(writers, values)) {
        assertThat(answer.next()).as(path).isEqualTo(path.equals(HOSTILE));
      }
    }
    assertThat(column("SELECT count(*) FROM io")).containsExactly("1");
  }

  @Test
  void anInodeThatIsUsedAgainIsAnotherFile() throws Exception {
    RecordBytes records = new RecordBytes().cpu(0).time(10 * MS).task(100, 100).start(77);
    records.taskState(1, "sh", 1000).cstr(0, "/bin/sh").strv(1, "sh").done();
    made(records, 20 * MS, "/tmp/a", 7);
    records.time(23 * MS).call(86, 0).cstr(0, "/tmp/a").cstr(1, "/tmp/other").done();
    records.time(24 * MS).call(87, 0).cstr(0, "/tmp/a").done();
    records.time(25 * MS).call(87, 0).cstr(0, "/tmp/other").done();
    records.time(26 * MS).call(3, 0).arg(0, 3).file(0, 7, 50, RecordBytes.DEV, 0100644).done();
    made(records, 30 * MS, "/tmp/b", 8);
    Path archive = directory.resolve("reused");
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, 1)) {
      maker.block(0, records, 0);
    }
    Path tables = directory.resolve("reused.duckdb");
    try (Indexer indexer = Indexer.open(archive, tables, false, new Faults())) {
      indexer.run(false, (all, fresh) -> {});
    }
    assertThat(writers(tables, "/tmp/a")).containsExactly("/tmp/a");
    assertThat(writers(tables, "/tmp/other")).containsExactly("/tmp/a");
    assertThat(writers(tables, "/tmp/b")).containsExactly("/tmp/b");
  }

  /** Makes a file with inode 50, and writes to it. */
  private static void made(RecordBytes records, long time, String path, long file) {
    records.time(time).file(file, 50, 0100644, 0101).cstr(0, path).done();
    records
        .time(time + MS)
        .call(257, 3)
        .arg(0, -100)
        .arg(2, 0301)
        .cstr(1, path)
        .file(Movement.RESULT, file, 50, RecordBytes.DEV, 0100644)
        .done();
    records
        .time(time + 2 * MS)
        .call(1, 1)
        .arg(0, 3)
        .file(0, file, 50, RecordBytes.DEV, 0100644)
        .item(ItemKind.BYTES, 1, new byte[] {'x'})
        .done();
  }

  private static List<String> writers(Path tables, String path) throws Exception {
    Map<String, Object> values = new HashMap<>();
    values.put("file", path);
    values.put("from", null);
    values.put("to", null);
    List<String> paths = new ArrayList<>();
    try (Tables open = Tables.open(tables);
        Answer answer = open.ask(Tables.question("writers"), values)) {
      while (answer.next()) {
        paths.add(answer.text(9));
      }
    }
    return paths;
  }

  @Test
  void timesAreBoundAsTimes() throws Exception {
    Instant middle = Instant.ofEpochSecond(0, ArchiveMaker.REALTIME_AT_0 + 12 * MS);
    String sql = "SELECT count(*) FROM event WHERE type = 'call' AND time > $at";
    try (Tables tables = Tables.open(file);
        Answer answer = tables.ask(sql, Map.of("at", middle))) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.number(0)).isEqualTo(1);
    }
  }

  @Test
  void nothingElseCanBeReadOrChanged() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Path out = directory.resolve("out.csv");
    for (String sql :
        List.of(
            "DROP TABLE io",
            "INSERT INTO progress VALUES (1, 1, 1, '')",
            "SELECT * FROM read_text('" + secret + "')",
            "FROM '" + secret + "'",
            "COPY io TO '" + out + "'",
            "ATTACH '" + directory.resolve("other.duckdb") + "'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
            "LOAD '" + secret + "'")) {
      try (Tables tables = Tables.open(file)) {
        assertThatThrownBy(() -> tables.ask(sql, Map.of()))
            .as(sql)
            .isInstanceOf(IndexException.class);
      }
    }
    assertThat(out).doesNotExist();
    assertThat(column("SELECT count(*) FROM io")).containsExactly("1");
  }

  @Test
  void twoCanBeOpenAtOnce() throws Exception {
    try (Tables one = Tables.open(file);
        Tables two = Tables.open(file)) {
      for (Tables tables : List.of(one, two)) {
        assertThatThrownBy(() -> tables.ask("FROM read_text('/etc/passwd')", Map.of()))
            .isInstanceOf(IndexException.class);
      }
    }
  }

  @Test
  void oneParquetFileCanBeWrittenAndNoOther() throws Exception {
    Path out = directory.resolve("it's.parquet");
    Path other = directory.resolve("other.parquet");
    try (Tables tables = Tables.open(file, out)) {
      tables.parquet("SELECT * FROM io WHERE pid = $pid;", Map.of("pid", 100L), out);
      assertThatThrownBy(() -> tables.parquet("FROM io", Map.of(), other))
          .isInstanceOf(IndexException.class);
    }
    assertThat(Files.readAllBytes(out)).startsWith('P', 'A', 'R', '1');
    assertThat(other).doesNotExist();
  }

  @Test
  void aMissingParameterIsNamed() throws Exception {
    try (Tables tables = Tables.open(file)) {
      assertThatThrownBy(() -> tables.ask("FROM io WHERE pid = $pid", Map.of()))
          .hasMessageContaining("$pid");
    }
  }

  private List<String> column(String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (Tables tables = Tables.open(file);
        Answer answer = tables.ask(sql, Map.of())) {
      while (answer.next()) {
        values.add(answer.text(0));
      }
    }
    return values;
  }

  /** An archive of a test is sound. */
  private static final class Faults implements io.forensix.timeline.RecordMerge.Listener {
    @Override
    public void fault(io.forensix.archive.ArchiveFault fault) {
      throw new AssertionError(fault.toString());
    }

    @Override
    public void corrupt(long block, io.forensix.record.CorruptRecord corrupt) {
      throw new AssertionError(corrupt.toString());
    }
  }
}
