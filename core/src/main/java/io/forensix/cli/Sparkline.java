// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.util.List;

/** The last values of a series as a line of bars, the highest of them as high as a letter. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /** Draws the last values, so many at most. */
  static String of(List<Double> values, int width) {
    List<Double> last = values.subList(Math.max(0, values.size() - width), values.size());
    double highest = last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (double value : last) {
      long bar = highest > 0 ? Math.round(value / highest * (BARS.length() - 1)) : 0;
      line.append(BARS.charAt((int) bar));
    }
    return line.toString();
  }
}
