// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.timeline.ArchiveMaker;
import io.forensix.timeline.Sound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who follows an archive that grows is killed in the middle, and another goes on; others ask
 * meanwhile. In the end, with nothing but what the last one did by itself, the tables are those of
 * one run over the whole.
 */
class IndexFollowIT {
  private static final int ROUNDS = 4;
  private static final int BLOCKS = 12;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path directory;

  @Test
  void theTablesGrowWithTheArchiveHoweverOftenItIsKilled() throws Exception {
    Path archive = directory.resolve("archive");
    Path followed = directory.resolve("followed.duckdb");
    Path whole = directory.resolve("whole.duckdb");
    SplittableRandom random = new SplittableRandom(11);
    int behind = 0;
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, Growth.CPUS)) {
      Growth growth = new Growth(maker);
      long before = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Process follower = Growth.start(Child.class, archive, followed);
        long began = System.nanoTime();
        while (events(followed) <= before) {
          assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
          growth.grow(Growth.CPUS);
          TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
        }
        growth.grow(BLOCKS);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
        assertThat(follower.isAlive()).isTrue();
        follower.destroyForcibly().waitFor();
        before = events(followed);
        behind += before < growth.events() ? 1 : 0;
      }
      // Else it was killed in the middle of nothing.
      assertThat(behind).isGreaterThan(ROUNDS / 2);
      Process follower = Growth.start(Child.class, archive, followed);
      growth.grow(BLOCKS);
      await(followed, growth.events());
      growth.grow(BLOCKS);
      await(followed, growth.events());
      assertThat(follower.isAlive()).isTrue();
      follower.destroyForcibly().waitFor();
    }
    Growth.index(archive, whole);
    for (String table : Growth.TABLES) {
      assertThat(Growth.rows(followed, table)).as(table).isEqualTo(Growth.rows(whole, table));
    }
  }

  /** Asks while the follower is at work, as others may, until all is there. */
  private static void await(Path file, int events) throws Exception {
    long began = System.nanoTime();
    while (events(file) < events) {
      assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static long events(Path file) throws Exception {
    return Files.exists(file) ? Growth.rows(file, "(SELECT 1 FROM event)").size() : 0;
  }

  /** Follows, with a transaction for each few records, so that a kill meets each state. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[1]);
      try (Indexer indexer = Indexer.open(Path.of(arguments[0]), file, false, new Sound())) {
        indexer.transactionRecords(2_000);
        System.out.print("b");
        System.out.flush();
        indexer.run(true, (records, fresh) -> {});
      }
    }
  }
}
