// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.timeline.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes read and write single bytes at full speed, while a third makes ten calls a second:
 * the archive has as many calls of each as each says that it made, none is lost, and the third is
 * not held. (The stage {@code stress} does the same with the reader in C, and more.)
 */
class FloodIT {
  private static final int SECONDS = 4;
  private static final int MOST_HELD_MS = 50;

  @TempDir private Path out;

  private record Caller(int tid, int nr) {}

  @Test
  void allThatWasMadeIsRecorded() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(600)
            .run(
                Recorder.SHELL
                    + """
                    record_start spare_session=$(ps -o sid= -p $$ | tr -d ' ')
                    setsid -w $TESTS/fair %d 2 1 %d > $OUT/made || { cat $OUT/made; exit 1; }
                    record_stop
                    """
                        .formatted(SECONDS, MOST_HELD_MS));
    assertThat(result.exitCode()).as(result.output()).isZero();

    Map<String, Long> made = new TreeMap<>();
    Map<String, Long> recorded = new TreeMap<>();
    Counts counts = Counts.read(out.resolve("archive"));
    for (String line : Files.readAllLines(out.resolve("made"))) {
      String[] words = line.split(" ");
      if (words[0].equals("made")) {
        String name = "thread " + words[1] + " call " + words[2];
        Caller caller = new Caller(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        made.put(name, Long.parseLong(words[3]));
        recorded.put(name, counts.calls.getOrDefault(caller, 0L));
      }
    }
    assertThat(counts.faults()).isEmpty();
    assertThat(counts.lost()).isZero();
    assertThat(made.values()).hasSize(6).allMatch(count -> count > 0);
    assertThat(recorded).isEqualTo(made);
  }

  /** How many calls of each number each thread made, by the archive. */
  private static final class Counts extends ArchiveReading {
    private static final int KEPT_ITEM_BYTES = 1 << 20;
    private static final long KEPT_BYTES = 64L << 20;

    private final Map<Caller, Long> calls = new HashMap<>();

    static Counts read(Path archive) throws IOException {
      Counts counts = new Counts();
      counts.readAll(archive, KEPT_ITEM_BYTES, KEPT_BYTES);
      return counts;
    }

    @Override
    public void call(Call call) {
      if (call.returned()) {
        calls.merge(new Caller(call.tid(), call.nr()), 1L, Long::sum);
      }
    }
  }
}
