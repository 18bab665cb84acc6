// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exactly known calls, from 4 threads of each of 3 processes: the archive holds exactly those, none
 * missing, none twice, each thread's in order, every argument, result and payload byte equal.
 */
class ExactIT {
  private static final int PROCESSES = 3;
  private static final int THREADS = 4;
  private static final int CALLS_EACH = 8400;

  @TempDir private Path out;

  @Test
  void everyCallOnceInOrderWithEveryByte() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(900)
            .run(
                Recorder.SHELL
                    + """
                    record_start
                    $TESTS/exact $OUT/truth %d %d %d
                    record_stop
                    """
                        .formatted(PROCESSES, THREADS, CALLS_EACH));
    assertThat(result.exitCode()).as(result.output()).isZero();

    RecordedCalls recorded = RecordedCalls.read(out.resolve("archive"));
    assertThat(recorded.faults()).isEmpty();
    assertThat(recorded.lost()).isZero();
    assertThat(recorded.threads()).isEqualTo(PROCESSES * THREADS);
    int compared = Comparison.ofAll(recorded, out, PROCESSES);
    assertThat(compared).isGreaterThanOrEqualTo(100_000);
  }
}
