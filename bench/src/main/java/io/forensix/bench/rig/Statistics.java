// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Arrays;
import java.util.Collection;

/**
 * What a few values come to: no best of, but the middle and the spread.
 *
 * @param median the middle one, or half-way between the two in the middle
 * @param least the lowest
 * @param most the highest
 * @param count how many there were
 */
record Statistics(double median, double least, double most, int count) {
  /**
   * Computes them.
   *
   * @throws IllegalArgumentException without values
   */
  static Statistics of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Statistics(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }
}
