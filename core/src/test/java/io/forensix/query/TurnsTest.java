// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  @Test
  void whoWritesClosesWhatIsKept() {
    Turns turns = Turns.of(Path.of("/a"));
    assertThat(Turns.of(Path.of("/b/../a"))).isSameAs(turns);
    AtomicInteger closed = new AtomicInteger();
    Turns.Turn reading = turns.reading();
    assertThat(reading.take(LONG)).isTrue();
    assertThat(turns.keep(closed::incrementAndGet)).isTrue();
    assertThat(turns.keep(closed::incrementAndGet)).isFalse();
    assertThat(turns.writing().take(1)).isFalse();
    assertThat(closed).hasValue(1);
    reading.giveBack();
    Turns.Turn writing = turns.writing();
    assertThat(writing.take(LONG)).isTrue();
    assertThat(turns.reading().take(1)).isFalse();
    writing.giveBack();
    assertThat(turns.reading().take(LONG)).isTrue();
  }

  /** Never a writer beside anybody, and each comes to its turn. */
  @Test
  void manyTakeTurns() throws InterruptedException {
    Turns turns = Turns.of(Path.of("/many"));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Random random = new Random(i);
      boolean writes = i < 2;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 200; n++) {
                  Turns.Turn turn = writes ? turns.writing() : turns.reading();
                  if (!turn.take(LONG)) {
                    wrong.incrementAndGet();
                    continue;
                  }
                  int with = inside.addAndGet(writes ? 1000 : 1);
                  if (writes ? with != 1000 : with >= 1000) {
                    wrong.incrementAndGet();
                  }
                  for (int k = random.nextInt(1000); k > 0; k--) {
                    Thread.onSpinWait();
                  }
                  inside.addAndGet(writes ? -1000 : -1);
                  turn.giveBack();
                  done.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).hasValue(0);
    assertThat(done).hasValue(1600);
  }
}
