// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TerminalLinesTest {
  private static List<TerminalLines.Line> find(String wanted, boolean typed, String... pieces) {
    List<TerminalLines.Line> lines = new ArrayList<>();
    TerminalLines found = new TerminalLines(wanted, lines::add);
    long ns = 0;
    for (String piece : pieces) {
      found.add(1, "pts/0", typed, ns++, piece.getBytes(StandardCharsets.UTF_8));
    }
    found.end();
    return lines;
  }

  @Test
  void aTextIsFoundAcrossKeys() {
    List<TerminalLines.Line> lines =
        find("secret", true, "l", "s", "\r", "S", "e", "x", "\177", "c", "r", "e", "t", "\r");
    assertThat(lines).containsExactly(new TerminalLines.Line(1, "pts/0", true, 3, "Secret"));
  }

  @Test
  void whatATerminalObeysIsNoText() {
    assertThat(find("passwd", false, "pa\033[1;31m", "ss\033[", "0mwd\033]0;title\007!\r\n"))
        .containsExactly(new TerminalLines.Line(1, "pts/0", false, 0, "passwd!"));
    assertThat(find("title", false, "\033]0;title\007", "\033P1$r title\033\\", "x\n")).isEmpty();
    assertThat(find("x", false, "\033(Bx\n")).hasSize(1);
    assertThat(find("é", false, "É\n")).hasSize(1);
  }

  @Test
  void anotherTerminalIsAnotherLine() {
    List<TerminalLines.Line> lines = new ArrayList<>();
    TerminalLines found = new TerminalLines("ab", lines::add);
    found.add(1, "pts/0", false, 1, new byte[] {'a'});
    found.add(1, "pts/1", false, 2, new byte[] {'b'});
    found.add(1, "pts/1", true, 3, new byte[] {'a'});
    found.add(2, "pts/1", true, 4, new byte[] {'b'});
    found.end();
    assertThat(lines).isEmpty();
  }

  /** Whatever goes through a terminal, a line that is in it is found, and no line is too long. */
  @Test
  void anythingMayGoThrough() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      List<TerminalLines.Line> lines = new ArrayList<>();
      TerminalLines found = new TerminalLines("needle", lines::add);
      for (int i = 0; i < 50; i++) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        found.add(1, "pts/0", random.nextBoolean(), i, bytes);
      }
      found.add(1, "pts/9", false, 99, "a needle\n".getBytes(StandardCharsets.UTF_8));
      found.add(1, "pts/9", false, 99, "x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
      found.end();
      assertThat(lines).extracting(TerminalLines.Line::text).contains("a needle");
      assertThat(lines).allMatch(line -> line.text().length() <= 4096);
    }
  }
}
