// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.guest.Truth.TruthCall;
import io.forensix.guest.Truth.TruthThread;
import io.forensix.timeline.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Payload on pages that are not resident, at bad pointers, across the end of memory, and longer
 * than a record: on record as far as it could be read, marked, and the call's own result unchanged
 * (the program kernel/tests/edge.c checks that).
 */
class EdgeIT {
  @TempDir private Path out;

  @Test
  void whatCanBeReadIsOnRecord() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(900)
            .run(
                Recorder.SHELL
                    + """
                    $TESTS/edge /tmp/unrecorded
                    record_start
                    $TESTS/edge $OUT/truth
                    record_stop
                    """);
    assertThat(result.exitCode()).as(result.output()).isZero();

    RecordedCalls recorded = RecordedCalls.read(out.resolve("archive"));
    assertThat(recorded.faults()).isEmpty();
    assertThat(recorded.lost()).isZero();
    TruthThread thread = Truth.read(out.resolve("truth")).threads().getFirst();
    Comparison comparison = new Comparison();
    List<String> missing = new ArrayList<>();
    Iterator<Call> calls = recorded.of(thread.tid()).iterator();
    for (TruthCall truth : thread.calls()) {
      Call found = next(calls, truth);
      if (found == null) {
        missing.add(truth.toString());
        break;
      }
      comparison.call(truth, found);
    }
    assertThat(missing).isEmpty();
    assertThat(comparison.differences()).isEmpty();
    assertThat(thread.calls()).hasSizeGreaterThan(30);
  }

  /** The C library makes calls in between (mmap, munmap) that nobody told of. */
  private static Call next(Iterator<Call> calls, TruthCall truth) {
    while (calls.hasNext()) {
      Call call = calls.next();
      if (Comparison.same(truth, call)) {
        return call;
      }
    }
    return null;
  }
}
