// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  private static List<String> diff(List<String> old, List<String> now) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new LineDiff(old, now).write(out, "a", "b");
    out.flush();
    return text.toString().lines().toList();
  }

  @Test
  void isAsDiffHasIt() {
    List<String> old = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");
    List<String> now = List.of("1", "2", "3", "4", "five", "6", "7", "8", "9", "10");
    assertThat(diff(old, now))
        .containsExactly(
            "--- a",
            "+++ b",
            "@@ -2,8 +2,9 @@",
            " 2",
            " 3",
            " 4",
            "-5",
            "+five",
            " 6",
            " 7",
            " 8",
            " 9",
            "+10");
    assertThat(diff(List.of(), List.of("x")))
        .containsExactly("--- a", "+++ b", "@@ -0,0 +1 @@", "+x");
    assertThat(diff(old, old)).isEmpty();
  }

  /** Applied to the old text, it gives the new one. */
  @Test
  void leadsFromOneToTheOther() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      List<String> old = lines(random);
      List<String> now = lines(random);
      assertThat(applied(old, diff(old, now))).as("%s to %s", old, now).isEqualTo(now);
    }
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      lines.add(Integer.toString(random.nextInt(6)));
    }
    return lines;
  }

  private static List<String> applied(List<String> old, List<String> diff) {
    List<String> result = new ArrayList<>();
    int at = 0;
    for (String line : diff.subList(Math.min(2, diff.size()), diff.size())) {
      if (line.startsWith("@@")) {
        String[] from = line.split("[-, ]+");
        boolean none = line.matches("@@ -\\d+,0 .*");
        int first = Integer.parseInt(from[1]) - (none ? 0 : 1);
        while (at < first) {
          result.add(old.get(at++));
        }
      } else if (line.startsWith("+")) {
        result.add(line.substring(1));
      } else {
        assertThat(line.substring(1)).isEqualTo(old.get(at++));
        if (line.startsWith(" ")) {
          result.add(line.substring(1));
        }
      }
    }
    result.addAll(old.subList(at, old.size()));
    return result;
  }
}
