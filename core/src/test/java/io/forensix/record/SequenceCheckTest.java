// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceCheckTest {
  private final SequenceCheck check = new SequenceCheck();

  @Test
  void theFirstRecordMayHaveAnyNumber() {
    assertThat(check.take(17, 0)).isZero();
    assertThat(check.take(18, 0)).isZero();
    assertThat(check.expected()).isEqualTo(19);
  }

  @Test
  void aGapIsCounted() {
    check.expect(5);
    assertThat(check.take(8, 0)).isEqualTo(3);
    assertThat(check.take(9, 0)).isZero();
  }

  @Test
  void whatALostRecordCountsIsNoGap() {
    check.expect(5);
    assertThat(check.take(8, 3)).isZero();
    assertThat(check.take(9, 0)).isZero();
  }

  @Test
  void aLostRecordThatCountsTooFewOrTooManyShows() {
    check.expect(5);
    assertThat(check.take(8, 2)).isEqualTo(1);
    assertThat(check.take(12, 5)).isEqualTo(-2);
  }

  @Test
  void numbersThatGoBackwardsShow() {
    check.expect(5);
    assertThat(check.take(4, 0)).isEqualTo(-1);
    check.reset();
    assertThat(check.take(0, 0)).isZero();
  }
}
