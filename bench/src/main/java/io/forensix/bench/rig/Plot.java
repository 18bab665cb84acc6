// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A workload's figures in all settings: a bar for each median, a line from the lowest to the
 * highest round, a dot for each round. The scale is logarithmic: a slowdown of 2 and one of 50
 * stand side by side.
 *
 * @param title what is drawn
 * @param base where bars begin, such as 1 for a slowdown
 * @param figure what is drawn of a setting; null where there is none
 * @param points its rounds
 */
record Plot(
    String title,
    double base,
    Function<Summary, @Nullable Statistics> figure,
    Function<Summary, List<Double>> points) {
  private static final int WIDTH = 860;
  private static final int LEFT = 200;
  private static final int RIGHT = 120;
  private static final int ROW = 26;
  private static final int TOP = 30;
  private static final int BOTTOM = 26;
  private static final int BAR = 14;

  /** The slowdown in each setting. */
  static Plot slowdown(Results results) {
    return new Plot(
        "times as long as without the module",
        1,
        Summary::slowdown,
        summary ->
            results.cells(summary.workload(), summary.setting()).stream()
                .flatMap(cell ->
                    results.cells(summary.workload(), Setting.NONE).stream()
                        .filter(none -> none.round() == cell.round())
                        .map(none -> none.rate() / cell.rate()))
                .toList());
  }

  /** Records written per second. */
  static Plot events(Results results) {
    ToDoubleFunction<Cell> events = cell -> cell.records() / cell.seconds();
    return new Plot(
        "records written per second",
        1,
        summary -> summary.setting() == Setting.NONE ? null : summary.events(),
        summary ->
            summary.setting() == Setting.NONE
                ? List.of()
                : results.cells(summary.workload(), summary.setting()).stream()
                    .map(events::applyAsDouble)
                    .toList());
  }

  /** Draws it. */
  String draw(List<Summary> summaries) {
    int height = TOP + ROW * summaries.size() + BOTTOM;
    double most = base * 10;
    double least = base;
    for (Summary summary : summaries) {
      Statistics s = figure.apply(summary);
      if (s != null) {
        most = Math.max(most, s.most());
        least = Math.min(least, Math.max(s.least(), base / 100));
      }
    }
    Scale scale = new Scale(least, most * 1.1);
    Svg svg = new Svg(WIDTH, height, title);
    svg.text("head", LEFT, 14, title);
    for (double tick : scale.ticks()) {
      double x = scale.x(tick);
      svg.line("grid", x, TOP - 6, x, height - BOTTOM);
      svg.text(
          "tick",
          x,
          height - BOTTOM + 16,
          tick < 1 ? number(tick) : String.format(Locale.ROOT, "%,.0f", tick));
    }
    for (int i = 0; i < summaries.size(); i++) {
      row(svg, scale, summaries.get(i), TOP + ROW * i);
    }
    double zero = scale.x(base);
    return svg.line("axis", zero, TOP - 6, zero, height - BOTTOM).end();
  }

  private void row(Svg svg, Scale scale, Summary summary, double y) {
    double middle = y + BAR / 2.0;
    svg.text("label", LEFT - 8, middle + 4, summary.setting().label());
    Statistics s = figure.apply(summary);
    if (s == null) {
      svg.text("value", LEFT + 6, middle + 4, "-");
      return;
    }
    double from = scale.x(base);
    double to = scale.x(s.median());
    svg.bar(summary.setting().toString(), Math.min(from, to), y, Math.abs(to - from), BAR);
    svg.line("spread", scale.x(s.least()), middle, scale.x(s.most()), middle);
    for (double point : points.apply(summary)) {
      svg.dot("point", scale.x(point), middle);
    }
    svg.text("value", scale.x(s.most()) + 8, middle + 4, number(s.median()));
  }

  /** Returns a number with three digits that count, or all of them. */
  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }

  /** From figures to places. */
  private record Scale(double least, double most) {
    double x(double value) {
      double part = Math.log(Math.max(value, least) / least) / Math.log(most / least);
      return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    /** Powers of ten, and where there is room 2 and 5 times these. */
    double[] ticks() {
      boolean wide = most / least > 2000;
      double[] steps = wide ? new double[] {1} : new double[] {1, 2, 5};
      return IntStream.rangeClosed(-3, 9)
          .mapToObj(power -> Arrays.stream(steps).map(step -> step * Math.pow(10, power)))
          .flatMapToDouble(Function.identity())
          .filter(tick -> tick >= least * 0.999 && tick <= most)
          .toArray();
    }
  }
}
