// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedParametersTest {
  @Test
  void namesBecomeNumbersInTheOrderOfTheirFirstUse() {
    NamedParameters named = NamedParameters.of("SELECT $b + $a::INT + $b");
    assertThat(named.sql()).isEqualTo("SELECT $1 + $2::INT + $1");
    assertThat(named.names()).containsExactly("b", "a");
  }

  @Test
  void stringsNamesAndCommentsAreLeftAsTheyAre() {
    for (String text :
        new String[] {
          "SELECT '$a'", "SELECT '''$a'", "SELECT \"$a\"", "SELECT 1 -- $a\n", "SELECT 1 -- $a",
          "SELECT /* $a */ 1", "SELECT $$ $a $$", "SELECT $t$ $a $t$", "SELECT E'\\'$a'",
              "SELECT '$a",
          "SELECT x$a", "SELECT $", "SELECT /* $a", "SELECT $$ $a"
        }) {
      NamedParameters named = NamedParameters.of(text);
      assertThat(named.names()).as(text).isEmpty();
      assertThat(named.sql()).isEqualTo(text);
    }
  }

  @Test
  void whatFollowsAStringIsRead() {
    assertThat(NamedParameters.of("SELECT '''' || $a, $$x$$ || $b /* */ || $c").names())
        .containsExactly("a", "b", "c");
  }
}
