// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.guest.Truth.TruthCall;
import io.forensix.guest.Truth.TruthThread;
import io.forensix.record.ExecRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordHead;
import io.forensix.timeline.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    assertThat(Execs.read(out.resolve("archive"))).containsExactly("/bin/true /bin/true from afar");
  }

  /**
   * Programs that were executed by a path at an address: what the EXEC record says of path and
   * arguments, and what the call's own record has of these, which is to be nothing.
   */
  private static final class Execs extends ArchiveReading {
    private static final int EXECVE = 59;
    private static final long PATH_AT = 0x200000000L;

    private final Map<Integer, String> programs = new HashMap<>();
    private final List<String> execs = new ArrayList<>();

    static List<String> read(Path archive) throws IOException {
      Execs execs = new Execs();
      execs.readAll(archive, 1 << 10, 1 << 20);
      return execs.execs;
    }

    @Override
    public void record(RecordHead record) {
      super.record(record);
      if (record instanceof ExecRecord exec) {
        List<String> words = new ArrayList<>();
        for (ItemCursor item = exec.items(); item.next(); ) {
          if (item.kind() == ItemKind.CSTR) {
            words.add(item.text());
          } else if (item.kind() == ItemKind.STRV && item.arg() == 1) {
            item.strings().forEach(word -> words.add(new String(word, StandardCharsets.UTF_8)));
          }
        }
        programs.put(exec.tid(), String.join(" ", words));
      }
    }

    @Override
    public void call(Call call) {
      if (call.nr() == EXECVE && call.abi() == 0 && call.returned() && call.args()[0] == PATH_AT) {
        execs.add(programs.get(call.tid()) + payloads(call));
      }
    }

    private static String payloads(Call call) {
      return call.payloads().stream()
          .filter(payload -> payload.arg() <= 1 && !payload.identifies())
          .map(payload -> " and " + payload)
          .collect(Collectors.joining());
    }
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
