// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code forensix throughput} beside something that runs, and without the module. */
@Tag("long")
class ThroughputIT {
  @TempDir private Path out;

  @Test
  void showsRatesOfWhatRuns() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(400)
            .run(
                Recorder.SHELL
                    + """
                    "$FORENSIX" throughput 2> $OUT/absent && exit 1 || echo $? >> $OUT/absent
                    record_start
                    setsid sh -c 'while :; do cat /proc/uptime > /dev/null; done' &
                    RUNS=$!
                    setsid -w "$FORENSIX" throughput --seconds 2 > $OUT/lines
                    setsid -w "$FORENSIX" throughput --seconds 3 --json > $OUT/json
                    kill $RUNS
                    record_stop
                    """);
    assertThat(result.exitCode()).as(result.output()).isZero();

    assertThat(Files.readAllLines(out.resolve("absent")))
        .hasSize(2)
        .satisfies(lines -> {
          assertThat(lines.get(0)).startsWith("forensix throughput: there is no /proc/auditinfo");
          assertThat(lines.get(1)).isEqualTo("3");
        });
    assertThat(Files.readAllLines(out.resolve("lines")))
        .filteredOn(line -> line.contains(" records/s  "))
        .hasSize(2)
        .noneMatch(line -> line.contains("  0 records/s"));
    String json = Files.readString(out.resolve("json"));
    assertThat(json).contains("\"samples\":3", "\"lost\":0", "\"restarts\":0}");
    assertThat(number(json, "seconds")).isBetween(2.9, 10.0);
    for (String what : new String[] {"records", "bytes"}) {
      String rate = json.substring(json.indexOf("\"" + what + "\":{"));
      assertThat(number(rate, "mean")).isPositive();
      assertThat(number(rate, "max")).isGreaterThanOrEqualTo(number(rate, "mean"));
      assertThat(number(rate, "p99")).isEqualTo(number(rate, "max"));
    }
  }

  private static double number(String json, String name) {
    return Pattern.compile("\"" + name + "\":([0-9.E]+)")
        .matcher(json)
        .results()
        .findFirst()
        .map(MatchResult::group)
        .map(text -> Double.parseDouble(text.substring(text.indexOf(':') + 1)))
        .orElseThrow();
  }
}
