// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.soak;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the series of a soak, a plot each, and says which rise. */
final class SoakPage {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 110;

  private SoakPage() {}

  static String of(Map<String, double[]> series, int warmUp, Map<String, Trend> trends) {
    StringBuilder page =
        new StringBuilder(
            """
            <!DOCTYPE html><meta charset="utf-8"><title>forensix soak</title>
            <style>body{font:14px sans-serif;margin:2em} figure{display:inline-block;margin:1em}
            svg{background:#f6f6f6} .rises{color:#b00}</style>
            <h1>Soak</h1>
            <p>From the dashed line on it is looked at; from 0 to the highest value.</p>
            """);
    series.forEach((name, values) -> {
      Trend trend = trends.get(name);
      String verdict =
          trend == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "%s: %+.1f %% (z %.1f)",
                  trend.rises() ? "rises" : "flat",
                  100 * trend.growth(),
                  trend.z());
      boolean rises = trend != null && trend.rises();
      page.append(
          "<figure><figcaption>%s <span class=\"%s\">%s</span></figcaption>%s</figure>%n"
              .formatted(name, rises ? "rises" : "flat", verdict, plot(values, warmUp)));
    });
    return page.toString();
  }

  private static String plot(double[] values, int warmUp) {
    double highest = 1e-9;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              x(i, values.length),
              HEIGHT - (HEIGHT - 12) * values[i] / highest));
    }
    double line = x(warmUp, values.length);
    return String.join(
        "",
        List.of(
            "<svg width=\"%d\" height=\"%d\">".formatted(WIDTH, HEIGHT),
            String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\" stroke=\"#999\" stroke-dasharray=\"4\"/>",
                line,
                line,
                HEIGHT),
            "<polyline fill=\"none\" stroke=\"#06c\" points=\"" + points + "\"/>",
            String.format(
                Locale.ROOT, "<text x=\"4\" y=\"11\" font-size=\"11\">%,.0f</text>", highest),
            "</svg>"));
  }

  private static double x(int at, int count) {
    return count < 2 ? 0 : (double) WIDTH * at / (count - 1);
  }
}
