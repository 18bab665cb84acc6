// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import io.forensix.syscall.SyscallTable;
import org.junit.jupiter.api.Test;

class RecordTextTest {
  private final RecordBytes records = new RecordBytes().time(1_000).task(7, 7);

  private static String line(RecordBytes records) {
    return line(records, TextOptions.USUAL);
  }

  private static String line(RecordBytes records, TextOptions options) {
    RecordCursor cursor =
        new RecordCursor(corrupt -> {
          throw new AssertionError(corrupt.toString());
        });
    cursor.over(records.segment());
    assertThat(cursor.next()).isTrue();
    StringBuilder out = new StringBuilder();
    CallText calls = new CallText(SyscallTable.builtIn(), options);
    new RecordText(calls, options, time -> "t" + time).append(out, cursor.record());
    return out.toString();
  }

  @Test
  void theEndOfATask() {
    assertThat(line(records.exit(0x300, 0, "sh"))).isEqualTo("+++ exited with 3 +++");
    assertThat(line(new RecordBytes().exit(9, 0, "sh"))).isEqualTo("+++ killed by SIGKILL +++");
    assertThat(line(new RecordBytes().exit(0x8b, 0, "sh")))
        .isEqualTo("+++ killed by SIGSEGV (core dumped) +++");
  }

  @Test
  void newTasks() {
    assertThat(line(records.fork(8, 8, 1))).isEqualTo("+++ new process 8 +++");
    assertThat(line(new RecordBytes().task(7, 7).fork(7, 9, 1))).isEqualTo("+++ new thread 9 +++");
  }

  @Test
  void newPrograms() {
    records
        .exec("l\033s", 1000)
        .cstr(0, "/bin/l\033s")
        .file(0, 1, 2, 3, 0100755)
        .strv(1, "ls", "-l")
        .strv(2, "A=1", "B=2")
        .done();
    assertThat(line(records))
        .isEqualTo(
            "+++ exec \"/bin/l\\33s\", [\"ls\", \"-l\"], /* 2 vars */, comm=\"l\\33s\", uid=1000,"
                + " euid=1000 +++");
    assertThat(line(records, TextOptions.ALL)).contains("[\"A=1\", \"B=2\"]");
  }

  @Test
  void tasksThatWereThere() {
    records.taskState(1, "bash", 0).cstr(0, "/bin/bash").strv(1, "bash", "-l").done();
    assertThat(line(records))
        .isEqualTo(
            "=== was running: comm=\"bash\", parent=1, uid=0, euid=0, \"/bin/bash\","
                + " [\"bash\", \"-l\"] ===");
  }

  @Test
  void signals() {
    assertThat(line(records.signal(17, 1, 99, true)))
        .isEqualTo("--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=99, si_uid=0} ---");
    assertThat(line(new RecordBytes().signal(15, -6, 16228, false)))
        .isEqualTo("--- SIGTERM {si_signo=SIGTERM, si_code=SI_TKILL, si_pid=16228, si_uid=0} ---");
    assertThat(line(new RecordBytes().signal(11, 1, 0, false)))
        .isEqualTo("--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR} ---");
  }

  @Test
  void losses() {
    assertThat(line(records.cpu(3).lost(17, 4096, 1 << 1 | 1 << 3)))
        .isEqualTo(
            "!!! 17 records lost on cpu 3 between t998 and t999 (4096 bytes; no room, reader"
                + " stalled) !!!");
    assertThat(line(new RecordBytes().lost(1, 0, 0))).startsWith("!!! 1 record lost on cpu 0");
  }

  @Test
  void theRecordingItself() {
    assertThat(line(records.mark(1, 5))).isEqualTo("=== recording began at t1000 ===");
    assertThat(line(new RecordBytes().mark(77, 5))).isEqualTo("=== mark 77 at t1000 ===");
    assertThat(line(new RecordBytes().data(1, 0, ItemKind.BYTES, 1, new byte[] {'a', 27})))
        .isEqualTo("!!! 2 bytes of argument 2 of a call that is not on record: \"a\\33\" !!!");
  }
}
