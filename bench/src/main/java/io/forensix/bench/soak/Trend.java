// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.soak;

import java.util.Arrays;

/**
 * Whether a series of samples rises: the test of Mann and Kendall says whether there is a trend at
 * all, whatever its form, and the slope of Theil and Sen how steep it is. A saw tooth, as a heap
 * is, has none.
 *
 * @param z how sure the trend is, in standard deviations; above 0 it rises
 * @param growth from the first sample to the last, by the slope, as part of the median
 */
record Trend(double z, double growth) {
  /** Chance alone comes here once in a thousand series. */
  private static final double SURE = 3;

  /** Growth that is no matter, however sure it is: caches fill for a while. */
  private static final double SMALL = 0.10;

  /** More samples than this say no more, and there is a pair for each two. */
  private static final int SAMPLES_MAX = 1_000;

  static Trend of(double[] all) {
    double[] some = thinned(all);
    int count = some.length;
    if (count < 4) {
      return new Trend(0, 0);
    }
    double[] slopes = new double[count * (count - 1) / 2];
    long sum = 0;
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int k = i + 1; k < count; k++) {
        sum += (long) Math.signum(some[k] - some[i]);
        slopes[at++] = (some[k] - some[i]) / (k - i);
      }
    }
    Arrays.sort(slopes);
    double slope = slopes[slopes.length / 2];
    double deviation = Math.sqrt(count * (count - 1.0) * (2 * count + 5) / 18);
    double[] sorted = some.clone();
    Arrays.sort(sorted);
    double median = sorted[count / 2];
    return new Trend(
        (sum - Math.signum(sum)) / deviation, median == 0 ? 0 : slope * (count - 1) / median);
  }

  private static double[] thinned(double[] all) {
    int step = (all.length + SAMPLES_MAX - 1) / SAMPLES_MAX;
    double[] some = new double[step == 0 ? 0 : all.length / step];
    for (int i = 0; i < some.length; i++) {
      some[i] = all[i * step];
    }
    return some;
  }

  /** Returns whether it rises, surely and by more than is no matter. */
  boolean rises() {
    return z > SURE && growth > SMALL;
  }
}
