// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shell (100), whose child 90 was there before it was told of; 200 is its child, which makes 300;
 * after its end another process gets the number 200, made by somebody else (50).
 */
class PrintFamilyTest {
  private static final long MS = 1_000_000;
  private static final int CLOSE = 3;

  @TempDir Path directory;

  @BeforeEach
  void record() throws IOException {
    RecordBytes records = new RecordBytes().cpu(0);
    records.time(10 * MS).task(90, 90).start(60).taskState(100, "kid", 0).cstr(0, "/kid").done();
    records.task(100, 100).start(77).taskState(1, "sh", 0).cstr(0, "/bin/sh").done();
    records.task(50, 50).start(40).taskState(1, "cron", 0).cstr(0, "/bin/cron").done();
    close(records, 11 * MS, 90, 60, 9);
    records.time(20 * MS).task(100, 100).start(77).fork(200, 200, 88);
    close(records, 21 * MS, 200, 88, 2);
    records.exec("first", 0).cstr(0, "/opt/first").strv(1, "first").done();
    records.time(22 * MS).task(200, 200).start(88).fork(300, 300, 99);
    close(records, 23 * MS, 300, 99, 3);
    records.time(24 * MS).task(200, 200).start(88).exit(0, 0, "first");
    records.time(30 * MS).task(50, 50).start(40).fork(200, 200, 111);
    records.time(31 * MS).task(200, 200).start(111);
    records.exec("second", 0).cstr(0, "/opt/second").strv(1, "second").done();
    close(records, 32 * MS, 200, 111, 4);
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 1)) {
      maker.block(0, records, 0);
    }
  }

  private static void close(RecordBytes records, long time, int pid, long start, int fd) {
    records.time(time).task(pid, pid).start(start).call(CLOSE, 0).arg(0, fd).done();
  }

  private List<String> closed(Object... options) {
    Object[] args = new Object[options.length + 6];
    System.arraycopy(options, 0, args, 2, options.length);
    args[0] = "print";
    args[1] = directory;
    args[options.length + 2] = "--call";
    args[options.length + 3] = "close";
    args[options.length + 4] = "--time";
    args[options.length + 5] = "none";
    Cli.Result result = Cli.run(args);
    assertThat(result.err()).isEmpty();
    return result.lines().stream()
        .map(line -> line.replaceAll("\\[(\\d+)\\] close\\((\\d+)\\).*", "$1 $2"))
        .toList();
  }

  @Test
  void aProcessIsAskedForAsInAllQuestions() {
    assertThat(closed(200)).containsExactly("200 2", "200 4");
    assertThat(closed(200)).isEqualTo(closed("--pid", 200));
    assertThat(closed(200, "-p", 300)).containsExactly("200 2", "300 3", "200 4");
  }

  @Test
  void childrenAreAllThatCameOfIt() {
    assertThat(closed(100, "--children")).containsExactly("90 9", "200 2", "300 3");
    assertThat(closed(50, "--children")).containsExactly("200 4");
    assertThat(closed(1, "--children")).containsExactly("90 9", "200 2", "300 3", "200 4");
  }

  @Test
  void aNumberThatWasUsedTwiceIsToldApart() {
    assertThat(Cli.run("index", directory).code()).isZero();
    assertThat(closed(200, "--at", "2023-11-14T22:13:20.0225Z")).containsExactly("200 2");
    assertThat(closed(200, "--at", "2023-11-14T22:13:20.0315Z")).containsExactly("200 4");
    assertThat(closed(200, "--name", "first")).containsExactly("200 2");
    assertThat(closed(200, "--name", "/opt/second")).containsExactly("200 4");
    assertThat(closed(200, "--name", "first", "--children")).containsExactly("200 2", "300 3");
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    assertThat(Cli.run("print", directory, "--children").code()).isEqualTo(2);
    assertThat(Cli.run("print", directory, 200, "--at", "+0").code()).isEqualTo(9);
    assertThat(Cli.run("index", directory).code()).isZero();
    Cli.Result nobody = Cli.run("print", directory, 200, "--name", "'; DROP TABLE io; --");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("no process with this number");
  }
}
