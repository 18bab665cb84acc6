// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What we print of a call is what strace prints of it. The programs of kernel/tests/calls make
 * calls in their normal and their failing forms: once by themselves, once under strace, once under
 * {@code strace -v}, all on one record. Since strace and the module see the same calls, each line
 * has to be equal to the last address, but for kernel/tests/calls/differences.txt; so has each line
 * that a program knows beforehand.
 */
class CallsIT {
  private static final int BYTES = 32;
  private static final int MORE_BYTES = 64;

  /** Where an existing folder of a run is compared again, while decoding is worked on. */
  private static final String AGAIN = System.getProperty("forensix.calls.again", "");

  @TempDir private Path out;

  @Test
  void linesAreThoseOfStrace() throws Exception {
    Path run = AGAIN.isEmpty() ? out : Path.of(AGAIN);
    if (AGAIN.isEmpty()) {
      record();
    }
    KnownDifferences known = KnownDifferences.read();
    CallLinesDiff lines = new CallLinesDiff(known);
    Map<Integer, List<String>> brief = Straced.print(run.resolve("archive"), "-s", "" + BYTES);
    for (CallFamily family : CallFamily.read(run.resolve("plain"))) {
      List<String> calls = CallLinesDiff.of(brief, family.pid());
      lines.family(family, "we, untraced", calls, true);
      lines.made(family, calls);
    }
    assertThat(CallFamily.read(run.resolve("plain")).stream().map(CallFamily::name))
        .containsExactlyInAnyOrderElementsOf(CallFamily.declared().keySet());
    Map<Integer, List<String>> traced = Straced.read(run.resolve("short"));
    for (CallFamily family : CallFamily.read(run.resolve("short"))) {
      lines.family(family, "strace", CallLinesDiff.of(traced, family.pid()), false);
    }
    threads(lines, "short", traced, brief);
    threads(
        lines,
        "-v",
        Straced.read(run.resolve("long")),
        Straced.print(run.resolve("archive"), "-v", "-s", "" + MORE_BYTES));
    Files.write(Guest.project().resolve("target/calls.diff"), lines.differences());
    assertThat(lines.differences()).isEmpty();
    assertThat(lines.compared()).isGreaterThan(3000);
    assertThat(known.unused()).as("documented differences that are none").isEmpty();
  }

  private static void threads(
      CallLinesDiff lines,
      String run,
      Map<Integer, List<String>> traced,
      Map<Integer, List<String>> ours) {
    assertThat(traced).isNotEmpty();
    int first = traced.keySet().iterator().next();
    for (int tid : traced.keySet()) {
      List<String> their = CallLinesDiff.of(traced, tid);
      List<String> our = CallLinesDiff.of(ours, tid);
      if (tid == first) {
        // strace itself makes a few calls in the new process before the program is there.
        our = our.subList(Math.max(0, our.size() - their.size()), our.size());
      }
      lines.thread(run + " " + tid, their, our);
      assertThat(Straced.end(ours.getOrDefault(tid, List.of())))
          .as(run + " " + tid)
          .isEqualTo(Straced.end(traced.get(tid)));
    }
  }

  private void record() throws IOException, InterruptedException {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(900)
            .run(
                Recorder.SHELL
                    + """
                    mkdir $OUT/plain $OUT/short $OUT/long
                    trace() {
                      local name=$1
                      shift
                      strace -ff -a 1 "$@" -o $OUT/$name/strace $TESTS/calls --straced $OUT/$name /tmp/$name < /dev/null
                    }
                    record_start
                    $TESTS/calls $OUT/plain /tmp/plain < /dev/null
                    trace short -s %d
                    trace long -v -s %d
                    record_stop
                    """
                        .formatted(BYTES, MORE_BYTES));
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
