// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuoteTest {
  private static String quoted(String latin1) {
    return Quote.quoted(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void writesWhatStraceWrites() {
    assertThat(quoted("abc\n")).isEqualTo("\"abc\\n\"");
    assertThat(quoted("\1\2\0039")).isEqualTo("\"\\1\\2\\39\"");
    assertThat(quoted("/no\033[31m\"quote\\")).isEqualTo("\"/no\\33[31m\\\"quote\\\\\"");
    assertThat(quoted("x\n\t\0331")).isEqualTo("\"x\\n\\t\\0331\"");
    assertThat(quoted("\u007f\u0080\u00ff")).isEqualTo("\"\\177\\200\\377\"");
    assertThat(quoted("\0\u000b\f\r")).isEqualTo("\"\\0\\v\\f\\r\"");
    assertThat(quoted("\u001b8")).isEqualTo("\"\\338\"");
  }

  @Test
  void neverLetsAByteThroughThatATerminalCouldAct() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(Quote.quoted(all).chars()).allMatch(c -> c >= 0x20 && c <= 0x7e);
    assertThat(Quote.safe("a\u001b]0;x\u0007\u009b é").chars())
        .allMatch(c -> c >= 0x20 && c <= 0x7e);
  }
}
