// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrendTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private static double[] series(int count, IntToDoubleFunction value) {
    double[] all = new double[count];
    for (int i = 0; i < count; i++) {
      all[i] = value.applyAsDouble(i);
    }
    return all;
  }

  @Test
  void aLeakRises() {
    double[] leak = series(300, i -> 200e6 + 100e3 * i + 20e6 * random.nextDouble());
    assertThat(Trend.of(leak).rises()).isTrue();
    assertThat(Trend.of(leak).growth()).isBetween(0.1, 0.2);
    assertThat(Trend.of(series(5_000, i -> 40 + i / 100)).rises()).isTrue();
  }

  @Test
  void noiseAndSawTeethDoNot() {
    int rises = 0;
    for (int i = 0; i < 100; i++) {
      rises += Trend.of(series(200, at -> 100 + 50 * random.nextDouble())).rises() ? 1 : 0;
    }
    assertThat(rises).isLessThan(3);
    assertThat(Trend.of(series(300, i -> 100e6 + 10e6 * (i % 17))).rises()).isFalse();
    assertThat(Trend.of(series(300, i -> 500 - i)).rises()).isFalse();
    assertThat(Trend.of(series(300, i -> 0)).rises()).isFalse();
    assertThat(Trend.of(series(2, i -> i)).rises()).isFalse();
    assertThat(Trend.of(new double[0]).rises()).isFalse();
    // Sure, and no matter.
    assertThat(Trend.of(series(300, i -> 100e6 + 10e3 * i)).rises()).isFalse();
  }

  @Test
  void thePageSaysWhich() {
    double[] values = {1, 2, 3, 4};
    String page = SoakPage.of(Map.of("rss", values), 1, Map.of("rss", new Trend(5, 0.5)));
    assertThat(page).contains("rss <span class=\"rises\">rises: +50.0 %").contains("<polyline");
  }
}
