// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
  private final RecordBytes records = new RecordBytes();
  private final ProcessTable table = new ProcessTable();

  private ProcessTable folded() {
    RecordCursor cursor =
        new RecordCursor(corrupt -> {
          throw new AssertionError(corrupt.toString());
        });
    cursor.over(records.segment());
    while (cursor.next()) {
      table.accept(cursor.record());
    }
    return table;
  }

  private static List<String> drawn(List<ProcessTable.Branch> tree) {
    return tree.stream()
        .map(branch -> "-".repeat(branch.depth()) + branch.process().tgid())
        .toList();
  }

  /** init(1) has shell(10), which makes 20, which makes 30 and ends; 30 runs ls and ends. */
  private void family() {
    records.time(100).start(1).task(1, 1).taskState(0, "init", 0).cstr(0, "/sbin/init").done();
    records.start(50).task(10, 10).taskState(1, "sh", 1000).strv(1, "sh", "-i").done();
    records.time(200).fork(20, 20, 150);
    records.time(210).start(150).task(20, 20).fork(30, 30, 160);
    records.time(220).start(160).task(30, 30);
    records.exec("ls", 1000).cstr(0, "/bin/ls").strv(1, "ls", "-l").done();
    records.time(230).start(150).task(20, 20).exit(0, 0, "sh");
    records.time(240).start(160).task(30, 30).exit(0x200, 0, "ls");
  }

  @Test
  void tellsWhereAProcessCameFrom() {
    family();
    Process ls = folded().find(30, 160).orElseThrow();
    assertThat(ls.parentTgid()).isEqualTo(20);
    assertThat(ls.begin()).isEqualTo(210);
    assertThat(ls.introduced()).isTrue();
    assertThat(ls.earlier()).isFalse();
    assertThat(ls.programs()).extracting(Program::comm).containsExactly("sh", "ls");
    assertThat(ls.program().orElseThrow().arguments()).containsExactly("ls", "-l");
    assertThat(ls.program(215).orElseThrow().arguments()).containsExactly("sh", "-i");
    assertThat(ls.program().orElseThrow().path()).isEqualTo("/bin/ls");
    assertThat(ls.identity().orElseThrow().uid()).isEqualTo(1000);
    assertThat(ls.ended()).isTrue();
    assertThat(ls.end()).isEqualTo(240);
    assertThat(ls.exitStatus()).isEqualTo(2);
    assertThat(ls.signal()).isZero();
    assertThat(table.find(10, 50).orElseThrow().earlier()).isTrue();
    assertThat(table.find(10, 50).orElseThrow().ended()).isFalse();
  }

  @Test
  void tellsWhoAProcessIs() {
    family();
    records.time(300).start(50).task(10, 10).identity(1000).session(10, 136 << 20, 1000, 7).done();
    records.time(310).fork(40, 40, 170);
    records.time(320).start(170).task(40, 40).context(0);
    records.time(330).task(40, 41).context(99);
    Process shell = folded().find(10, 50).orElseThrow();
    assertThat(shell.identity().orElseThrow().tty()).isEqualTo(136 << 20);
    assertThat(shell.identity(299).orElseThrow().tty()).isZero();
    assertThat(shell.identity(1).orElseThrow().uid()).isEqualTo(1000);
    Process child = table.find(40, 170).orElseThrow();
    assertThat(child.identity(310).orElseThrow()).isEqualTo(shell.identity().orElseThrow());
    assertThat(child.identity().orElseThrow().uid()).isZero();
    assertThat(table.find(30, 160).orElseThrow().identity(215).orElseThrow().uid()).isEqualTo(1000);
  }

  @Test
  void drawsTheTree() {
    family();
    assertThat(drawn(folded().tree())).containsExactly("1", "-10", "--20", "---30");
    assertThat(drawn(table.treeAt(150))).containsExactly("1", "-10");
    assertThat(drawn(table.treeAt(225))).containsExactly("1", "-10", "--20", "---30");
    assertThat(drawn(table.treeAt(235))).containsExactly("1", "-10", "--30");
    assertThat(drawn(table.treeAt(240))).containsExactly("1", "-10");
  }

  @Test
  void keepsApartProcessesWithTheSameNumber() {
    records.time(1).start(1).task(1, 1).fork(5, 5, 10);
    records.time(2).start(10).task(5, 5).exit(0, 0, "a");
    records.time(3).start(1).task(1, 1).fork(5, 5, 20);
    records.time(4).start(20).task(5, 5).exit(9, 0, "b");
    folded();
    assertThat(table.find(5, 10).orElseThrow().comm()).isEqualTo("a");
    assertThat(table.find(5, 20).orElseThrow().signal()).isEqualTo(9);
    assertThat(table.find(5, 30)).isEmpty();
    assertThat(table.all()).hasSize(3);
  }

  @Test
  void aProcessEndsWithItsLastThread() {
    records.time(1).start(1).task(1, 1).fork(5, 5, 10);
    records.start(10).task(5, 5).fork(5, 6, 10);
    records.time(2).exit(0, 1, "main");
    folded();
    Process process = table.find(5, 10).orElseThrow();
    assertThat(process.ended()).isFalse();
    assertThat(process.threads()).isEqualTo(1);
    RecordBytes more = new RecordBytes().time(3).start(10).task(5, 6).exit(0x700, 0, "worker");
    RecordCursor cursor = new RecordCursor(corrupt -> {});
    cursor.over(more.segment());
    cursor.next();
    table.accept(cursor.record());
    assertThat(process.ended()).isTrue();
    assertThat(process.exitStatus()).isEqualTo(7);
    assertThat(process.comm()).isEqualTo("main");
  }

  @Test
  void aProcessNobodyIntroducedIsThereAllTheSame() {
    records.time(9).start(77).task(8, 8).call(0, 1).done();
    Process process = folded().find(8, 77).orElseThrow();
    assertThat(process.introduced()).isFalse();
    assertThat(process.begin()).isEqualTo(9);
    assertThat(drawn(table.tree())).containsExactly("8");
  }

  @Test
  void processesThatClaimToHaveMadeEachOtherAreBothShown() {
    records.time(1).start(1).task(5, 5).fork(6, 6, 2);
    records.time(2).start(2).task(6, 6).fork(5, 5, 1);
    assertThat(drawn(folded().tree())).containsExactlyInAnyOrder("5", "-6");
  }

  @Test
  void aLineOfDescentMayBeLongerThanAStackIsDeep() {
    int length = 20_000;
    for (int i = 1; i <= length; i++) {
      records.time(i).start(i).task(i, i).fork(i + 1, i + 1, i + 1);
    }
    List<ProcessTable.Branch> tree = folded().tree();
    assertThat(tree).hasSize(length + 1);
    assertThat(tree.get(length).depth()).isEqualTo(length);
  }
}
