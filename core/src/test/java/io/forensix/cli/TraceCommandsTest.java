// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shell (10) makes 20, which reads /etc/first and writes into a pipe; 30 reads the pipe, writes a
 * file of a hostile name, and only then reads /etc/later; 40 reads that file and writes /out; 50
 * had read it before there was anything in it. All read /lib/c.
 */
class TraceCommandsTest {
  private static final long MS = 1_000_000;
  private static final String HOSTILE = "/tmp/x\" -> \033[2J\\N; --";
  private static final int PIPE = 0010600;
  private static final int FILE = 0100644;
  private static final String TIME = "2023-11-14T22:13:20.";

  @TempDir Path directory;

  private final RecordBytes records = new RecordBytes().cpu(0);

  @BeforeEach
  void record() throws IOException {
    records.time(10 * MS).task(10, 10).start(1).taskState(1, "sh", 0).cstr(0, "/bin/sh").done();
    for (int pid = 20; pid <= 90; pid += 10) {
      records.time(11 * MS).task(10, 10).start(1).fork(pid, pid, pid);
      move(12 * MS, pid, 0, 7, 700, FILE, "/lib/c");
    }
    move(20 * MS, 50, 0, 3, 300, FILE, HOSTILE);
    move(21 * MS, 20, 0, 1, 100, FILE, "/etc/first");
    move(22 * MS, 20, 1, 2, 200, PIPE, "pipe:[200]");
    move(23 * MS, 30, 0, 2, 200, PIPE, "pipe:[200]");
    move(24 * MS, 30, 1, 3, 300, FILE, HOSTILE);
    move(25 * MS, 30, 0, 4, 400, FILE, "/etc/later");
    move(26 * MS, 40, 0, 3, 300, FILE, HOSTILE);
    move(27 * MS, 40, 1, 5, 500, FILE, "/out");
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 1)) {
      maker.block(0, records, 0);
    }
    assertThat(Cli.run("index", directory).code()).isZero();
  }

  private void move(long time, int pid, int nr, long file, long inode, int mode, String path) {
    records.time(time - 100).task(pid, pid).start(pid);
    records.file(file, inode, mode, 2).cstr(0, path).done();
    records.time(time);
    records
        .call(nr, 3)
        .arg(0, 3)
        .file(0, file, inode, RecordBytes.DEV, mode)
        .item(ItemKind.BYTES, 1, new byte[3])
        .done();
  }

  @Test
  void causesAreFollowedAndNothingThatCameLater() {
    Cli.Result back = Cli.run("trace-back", directory, HOSTILE);
    assertThat(back.err()).isEmpty();
    assertThat(back.out())
        .contains("/etc/first", "pipe:[200]", "fork  10 ")
        .doesNotContain("/etc/later", "/out", "/lib/c", "\033")
        .contains("1 files that nobody writes and many read are left out");
    assertThat(Cli.run("trace-back", directory, HOSTILE, "--no-prune").out()).contains("/lib/c");
    assertThat(Cli.run("trace-back", directory, HOSTILE, "--readers", 8).out()).contains("/lib/c");
    Cli.Result before = Cli.run("trace-back", directory, HOSTILE, "--at", TIME + "0235Z");
    assertThat(before.lines()).hasSize(1);
  }

  @Test
  void effectsAreFollowedAndNothingThatCameBefore() {
    Cli.Result forward = Cli.run("trace-forward", directory, "/etc/first");
    assertThat(forward.out()).contains("20 ", "30 ", "40 ", "/out").doesNotContain("50 ", "later");
    assertThat(Cli.run("trace-forward", directory, 20, "--at", TIME + "0225Z").lines()).hasSize(1);
    assertThat(Cli.run("trace-forward", directory, 10).out()).contains("90 ").contains("/out");
  }

  @Test
  void limitsAreSaid() {
    assertThat(Cli.run("trace-back", directory, HOSTILE, "--depth", 1).out())
        .contains("cut: nothing is followed beyond 1 steps")
        .doesNotContain("pipe");
    assertThat(Cli.run("trace-back", directory, HOSTILE, "--nodes", 2).out())
        .contains("cut: no more than 2 processes and files");
  }

  @Test
  void namesCannotLeaveTheirPlace() {
    Cli.Result dot = Cli.run("trace-back", directory, HOSTILE, "--dot");
    assertThat(dot.lines().getFirst()).isEqualTo("digraph trace {");
    assertThat(dot.out()).doesNotContain("\033");
    assertThat(dot.lines().subList(2, dot.lines().size() - 1))
        .allMatch(
            line -> line.matches("  n\\d+( -> n\\d+)? \\[label=\"([^\"\\\\]|\\\\.)*\".*\\];"));
    assertThat(dot.out()).contains("/tmp/x\\\\\\\" -> ");
    Cli.Result json = Cli.run("trace-back", directory, HOSTILE, "--json");
    assertThat(json.out())
        .startsWith("{\"uncertain\":false,\"lost\":0,\"answer\":{\"roots\":[1],\"nodes\":[{")
        .doesNotContain("\033");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(Cli.run("trace-back", directory, "/nobody").code()).isEqualTo(1);
    assertThat(Cli.run("trace-forward", directory, 999).code()).isEqualTo(1);
    assertThat(Cli.run("trace-back", directory, 20, "--csv").code()).isEqualTo(2);
  }
}
