// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.Roll;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The old end of an archive goes; what is asked of the rest has the answers that it had. */
class RetainCommandTest {
  private static final long MS = 1_000_000;

  @TempDir Path directory;
  private Path archive;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @BeforeEach
  void begin() {
    archive = directory.resolve("archive");
  }

  /** A file of its own with a block of so many calls. */
  private void record(long recording, long seq, int calls) throws IOException {
    now = now.plus(Duration.ofMinutes(5));
    ArchiveOptions options =
        ArchiveOptions.defaults().withRoll(Roll.FIVE_MINUTES).withClock(() -> now);
    try (ArchiveMaker maker = new ArchiveMaker(archive, options).begin(recording, 1)) {
      RecordBytes records = new RecordBytes().cpu(0).seq(seq);
      for (int i = 0; i < calls; i++) {
        records.time((seq + i + 1) * MS).task(100, 100).start(77).call(110, 1).done();
      }
      maker.block(0, records, 0);
    }
  }

  private String ask(String sql) {
    Cli.Result result = Cli.run("sql", archive, "-e", sql, "--format", "csv");
    assertThat(result.code()).as(result.err()).isZero();
    return String.join(" ", result.lines());
  }

  private void index() {
    Cli.Result result = Cli.run("index", archive);
    assertThat(result.code()).as(result.err()).isZero();
  }

  private Cli.Result retain(Object... options) throws InterruptedException {
    // The files were written this very moment, and are to be older than that.
    TimeUnit.MILLISECONDS.sleep(20);
    Object[] all = new Object[options.length + 2];
    all[0] = "retain";
    all[1] = archive;
    System.arraycopy(options, 0, all, 2, options.length);
    return Cli.run(all);
  }

  @Test
  void theTablesGoOnWhereTheyWere() throws Exception {
    record(1, 0, 10);
    record(2, 0, 20);
    index();
    record(2, 20, 5);
    assertThat(retain("--max-age", "0s", "--unsent").out())
        .contains("retired 2 files, 4 blocks", "the archive begins with block 4");
    record(3, 0, 7);
    index();
    String all = "SELECT recording, count(*) FROM event GROUP BY recording ORDER BY recording";
    assertThat(ask(all)).contains("1,10 2,25 3,7");
    assertThat(ask("SELECT count(*), count(DISTINCT boot) FROM host")).contains("3,3");
  }

  @Test
  void anArchiveWithoutItsBeginningIsSound() throws Exception {
    record(1, 0, 10);
    record(1, 10, 10);
    retain("--max-age", "0s", "--unsent");
    Cli.Result verified = Cli.run("verify", archive);
    assertThat(verified.code()).isZero();
    assertThat(verified.out())
        .contains("its beginning is not here: blocks 0 to 1")
        .contains("sound");
    Cli.Result printed = Cli.run("print", archive);
    assertThat(printed.code()).as(printed.err()).isZero();
    assertThat(printed.lines()).hasSize(10);
    index();
    assertThat(ask("SELECT count(*) FROM event")).contains("10");
  }

  @Test
  void whatNobodyHasIsKept() throws Exception {
    record(1, 0, 10);
    record(1, 10, 10);
    Cli.Result kept = retain("--max-age", "0s");
    assertThat(kept.code()).isZero();
    assertThat(kept.out()).contains("retired 0 files").contains("kept 1 files that were to go");
  }

  @Test
  void whatIsNoLimitIsRefused() throws Exception {
    record(1, 0, 1);
    assertThat(retain().code()).isEqualTo(ExitCode.USAGE.number());
    for (String age : new String[] {"30", "d", "-1d", "1y", "99999999999d", ""}) {
      assertThat(retain("--max-age", age).code()).as(age).isEqualTo(ExitCode.USAGE.number());
    }
    for (String bytes : new String[] {"1M", "-5G", "5X", "9999999999999999T", ""}) {
      assertThat(retain("--max-bytes", bytes).code()).as(bytes).isEqualTo(ExitCode.USAGE.number());
    }
    assertThat(Cli.run("retain", directory, "--max-age", "1d").code())
        .isEqualTo(ExitCode.FAILED.number());
  }
}
