// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reader is killed with -9 again and again while others make exactly known calls: the kernel
 * goes on and holds who fills the rings, the next reader goes on where the archive ends, and the
 * archive holds each call once.
 */
class KillIT {
  private static final int CALLS_EACH = 30_000;

  @TempDir private Path out;

  @Test
  void nothingIsLostNorTwice() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(900)
            .run(
                Recorder.SHELL
                    + """
                    # Else we, who start the next reader, would be held with the others; and nothing of
                    # ours is on record, or a slow start would fill rings that nobody reads.
                    record_start spare_session=$(ps -o sid= -p $$ | tr -d ' ') filter='"include uid=65534"'
                    until_under() {
                      until counted "$1"; ((COUNT < $2)); do nap 0.02; done
                    }
                    mkdir -m 777 /tmp/truth
                    setsid setpriv --reuid=65534 --regid=65534 --clear-groups \\
                      $TESTS/exact /tmp/truth/truth 2 2 %d &
                    EXACT=$!
                    for i in 1 2 3 4 5; do
                      # It has begun to read.
                      until_under waiting_bytes 262144
                      kill -9 $RECORDER
                      wait $RECORDER || true
                      [ "$(counter reader)" = 0 ]
                      until counted held_now; ((COUNT)) || ! kill -0 $EXACT; do nap; done
                      echo "round $i: $(counter held_now) held"
                      record_begin
                    done
                    wait $EXACT
                    cp /tmp/truth/* $OUT
                    until_under waiting 100
                    record_stop
                    """
                        .formatted(CALLS_EACH));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).as("somebody was held").containsPattern("round [1-5]: [1-9] held");

    RecordedCalls recorded = RecordedCalls.read(out.resolve("archive"));
    assertThat(recorded.faults()).isEmpty();
    assertThat(recorded.lost()).isZero();
    Comparison.ofAll(recorded, out, 2);
  }
}
