// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.timeline.ArchiveMaker;
import io.forensix.timeline.Sound;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who fills the tables is killed at any point of its work, again and again, while the archive
 * grows: in the end the tables are those of one run that nobody disturbed.
 */
class IndexKillIT {
  private static final int ROUNDS = 20;
  private static final int BLOCKS = 400;

  @TempDir Path directory;

  @Test
  void theTablesAreTheSameHoweverOftenItIsKilled() throws Exception {
    Path archive = directory.resolve("archive");
    Path killed = directory.resolve("killed.duckdb");
    Path whole = directory.resolve("whole.duckdb");
    SplittableRandom random = new SplittableRandom(7);
    int met = 0;
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, Growth.CPUS)) {
      Growth growth = new Growth(maker);
      for (int round = 0; round < ROUNDS; round++) {
        growth.grow(BLOCKS / ROUNDS);
        met += kill(archive, killed, random.nextInt(1, 1500)) ? 1 : 0;
      }
    }
    // Else it would have been done before it was killed, each time.
    assertThat(met).isGreaterThan(ROUNDS / 4);
    Growth.index(archive, killed);
    Growth.index(archive, whole);
    for (String table : Growth.TABLES) {
      assertThat(Growth.rows(killed, table)).as(table).isEqualTo(Growth.rows(whole, table));
    }
    assertThat(Growth.rows(whole, "event")).hasSize(BLOCKS * Growth.RECORDS / 4 * 3);
  }

  /** Returns whether it was still at work. */
  private static boolean kill(Path archive, Path file, int millis) throws Exception {
    Process process = Growth.start(Child.class, archive, file);
    TimeUnit.MILLISECONDS.sleep(millis);
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  /** Fills the tables with a transaction for each few records, so that a kill meets each state. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      try (Indexer indexer =
          Indexer.open(Path.of(arguments[0]), Path.of(arguments[1]), false, new Sound())) {
        indexer.transactionRecords(1_000);
        System.out.print("b");
        System.out.flush();
        indexer.run(false, (records, fresh) -> {});
      }
    }
  }
}
