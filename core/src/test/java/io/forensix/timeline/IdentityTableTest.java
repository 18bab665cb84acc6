// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import org.junit.jupiter.api.Test;

class IdentityTableTest {
  private final RecordBytes records = new RecordBytes();

  /** The users that tasks are in the end, -1 for a task of which nothing is known. */
  private long[] users(int... tids) {
    IdentityTable table = new IdentityTable();
    RecordCursor cursor =
        new RecordCursor(corrupt -> {
          throw new AssertionError(corrupt.toString());
        });
    cursor.over(records.segment());
    while (cursor.next()) {
      table.accept(cursor.record());
    }
    long[] users = new long[tids.length];
    for (int i = 0; i < tids.length; i++) {
      users[i] = table.find(tids[i]).map(Identity::uid).orElse(-1L);
    }
    return users;
  }

  @Test
  void threadsHaveIdentitiesOfTheirOwn() {
    records.task(5, 5).taskState(1, "x", 10).done();
    records.fork(5, 6, 1).task(5, 6).context(20);
    assertThat(users(5, 6, 7)).containsExactly(10, 20, -1);
  }

  @Test
  void aChildIsWhatItsParentWas() {
    records.task(5, 5).context(10).context(20).fork(6, 6, 1).context(30);
    assertThat(users(5, 6)).containsExactly(30, 20);
  }

  @Test
  void aProgramMayChangeIt() {
    records.task(5, 5).context(10).exec("su", 0).done();
    assertThat(users(5)).containsExactly(0);
  }

  @Test
  void aNumberThatIsUsedAgainIsNobodyAtFirst() {
    records.task(5, 5).context(10).exit(0, 0, "x");
    assertThat(users(5)).containsExactly(-1);
    records.task(5, 5).context(10).task(4, 4).fork(5, 5, 1);
    assertThat(users(5)).containsExactly(-1);
  }
}
