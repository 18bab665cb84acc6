// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A run as a page that needs nothing but itself: of each benchmark its figure in each setting, as
 * bars beside the baseline, and how it went over the runs that were kept.
 */
final class Page {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #1c1f24; }
      h1 { font-size: 1.5em; } h2 { font-size: 1.1em; margin: 1.6em 0 .2em; border-bottom: 1px solid #ccd; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      td, th { padding: .1em .8em; text-align: left; } .bad { background: #fce8e6; padding: .5em 1em; }
      .good { background: #e6f4ea; padding: .5em 1em; } svg { display: block; max-width: 100%; height: auto; }
      svg text { font: 12px system-ui, sans-serif; fill: #1c1f24; } svg .label { text-anchor: end; }
      svg .no-module { fill: #9aa3b2; stroke: #9aa3b2; } svg .loaded { fill: #7fb3d5; stroke: #7fb3d5; }
      svg .recording { fill: #2e86c1; stroke: #2e86c1; } svg .slow-reader { fill: #e59866; stroke: #e59866; }
      svg .baseline { stroke: #b03a2e; stroke-width: 2; } svg polyline { fill: none; stroke-width: 2; }
      """;

  private static final int WIDTH = 760;
  private static final int LEFT = 110;
  private static final int BAR = 380;
  private static final int ROW = 22;
  private static final int HISTORY_HEIGHT = 90;

  private final Report report;
  private final Baseline baseline;
  private final List<History.Run> runs;
  private final StringBuilder out = new StringBuilder();

  private Page(Report report, Baseline baseline, List<History.Run> runs) {
    this.report = report;
    this.baseline = baseline;
    this.runs = runs;
  }

  /**
   * Writes the page.
   *
   * @param report the run
   * @param baseline what it is drawn beside, empty where there is none
   * @param complaints what is wrong with the run
   * @param runs those that were kept, the oldest first; this one is among them
   */
  static String of(
      Report report, Baseline baseline, List<String> complaints, List<History.Run> runs) {
    Page page = new Page(report, baseline, runs);
    page.head(complaints);
    report.benchmarks().forEach(page::benchmark);
    return page.out.append("</body>\n</html>\n").toString();
  }

  private void head(List<String> complaints) {
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    out.append("Forensix: lmbench</title>\n<style>\n").append(STYLE);
    out.append("</style>\n</head>\n<body>\n<h1>Forensix: what it does to lmbench</h1>\n");
    if (complaints.isEmpty()) {
      element("p class=\"good\"", "p", "All figures are there, and none is worse than it may be.");
    }
    complaints.forEach(complaint -> element("p class=\"bad\"", "p", complaint));
    element(
        "p",
        "p",
        "A bar is the figure of this run, the number behind it what it is to the first setting, a"
            + " red line the baseline. Below: the same over the runs that were kept, the oldest"
            + " first, on a logarithmic scale. Of what is in so much a second a longer bar is better, of times a shorter.");
    out.append("<table>\n");
    for (Map.Entry<String, String> known : report.environment().entrySet()) {
      out.append("<tr><th>").append(escape(known.getKey())).append("</th><td>");
      out.append(escape(known.getValue())).append("</td></tr>\n");
    }
    out.append("</table>\n");
  }

  private void benchmark(Benchmark benchmark) {
    element("h2", "h2", benchmark.name() + ", " + benchmark.unit());
    double most = 0;
    for (Setting setting : report.settings()) {
      most = Math.max(most, report.outcome(setting, benchmark).figure().orElse(0));
      most = Math.max(most, kept(setting, benchmark).orElse(0));
    }
    out.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\">\n", WIDTH, report.settings().size() * ROW));
    int y = 0;
    for (Setting setting : report.settings()) {
      bar(benchmark, setting, y, most);
      y += ROW;
    }
    out.append("</svg>\n");
    history(benchmark);
  }

  private void bar(Benchmark benchmark, Setting setting, int y, double most) {
    Outcome outcome = report.outcome(setting, benchmark);
    text("label", LEFT - 8, y + 15, setting.label());
    OptionalDouble figure = outcome.figure();
    if (figure.isEmpty()) {
      text("", LEFT, y + 15, outcome.kind().label() + ": " + outcome.detail());
      return;
    }
    double length = figure.getAsDouble() / most * BAR;
    out.append(
        format(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
            setting, LEFT, y + 4, length, ROW - 8));
    OptionalDouble was = kept(setting, benchmark);
    if (was.isPresent()) {
      double x = LEFT + was.getAsDouble() / most * BAR;
      out.append(
          format(
              "<line class=\"baseline\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n",
              x, x, y + 1, y + ROW - 1));
    }
    OptionalDouble ratio = report.ratio(setting, benchmark);
    String behind = format("%.4f", figure.getAsDouble());
    text(
        "",
        LEFT + BAR + 10,
        y + 15,
        ratio.isPresent() ? behind + format("  (%.2f)", ratio.getAsDouble()) : behind);
  }

  private OptionalDouble kept(Setting setting, Benchmark benchmark) {
    Baseline.Entry entry = baseline.entries().get(new Baseline.Key(benchmark.name(), setting));
    return entry == null ? OptionalDouble.empty() : OptionalDouble.of(entry.figure());
  }

  /** The figures of each kept run on a logarithmic scale, which a slow reader does not flatten. */
  private void history(Benchmark benchmark) {
    DoubleSummaryStatistics all = figures(benchmark);
    if (runs.size() < 2 || all.getCount() == 0 || all.getMin() <= 0) {
      return;
    }
    out.append(format("<svg viewBox=\"0 0 %d %d\" role=\"img\">\n", WIDTH, HISTORY_HEIGHT + ROW));
    for (Setting setting : report.settings()) {
      line(benchmark, setting, all);
    }
    text("label", LEFT - 8, 15, format("%.4f", all.getMax()));
    text("label", LEFT - 8, HISTORY_HEIGHT + 5, format("%.4f", all.getMin()));
    text("", LEFT, HISTORY_HEIGHT + ROW - 2, runs.getFirst().commit());
    text("label", LEFT + BAR, HISTORY_HEIGHT + ROW - 2, runs.getLast().commit());
    out.append("</svg>\n");
  }

  private DoubleSummaryStatistics figures(Benchmark benchmark) {
    DoubleSummaryStatistics all = new DoubleSummaryStatistics();
    for (History.Run run : runs) {
      for (Setting setting : report.settings()) {
        run.figure(benchmark.name(), setting).ifPresent(all);
      }
    }
    return all;
  }

  private void line(Benchmark benchmark, Setting setting, DoubleSummaryStatistics all) {
    List<String> points = new ArrayList<>();
    StringBuilder marks = new StringBuilder();
    double decades = Math.max(Math.log10(all.getMax() / all.getMin()), 1e-9);
    for (int i = 0; i < runs.size(); i++) {
      OptionalDouble figure = runs.get(i).figure(benchmark.name(), setting);
      if (figure.isPresent()) {
        double x = LEFT + (double) BAR * i / (runs.size() - 1);
        double above = Math.log10(figure.getAsDouble() / all.getMin()) / decades;
        double y = 5 + (HISTORY_HEIGHT - 5) * (1 - above);
        points.add(format("%.1f,%.1f", x, y));
        marks.append(
            format(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s: %.4f</title></circle>\n",
                setting, x, y, escape(runs.get(i).commit()), figure.getAsDouble()));
      }
    }
    out.append("<polyline class=\"").append(setting).append("\" points=\"");
    out.append(String.join(" ", points)).append("\"/>\n").append(marks);
  }

  private void text(String kind, int x, int y, String text) {
    out.append(format("<text class=\"%s\" x=\"%d\" y=\"%d\">", kind, x, y));
    out.append(escape(text)).append("</text>\n");
  }

  private void element(String begin, String end, String text) {
    out.append('<').append(begin).append('>').append(escape(text));
    out.append("</").append(end).append(">\n");
  }

  /** What comes from a guest or a file may hold anything. */
  static String escape(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> plain.append("&lt;");
            case '>' -> plain.append("&gt;");
            case '&' -> plain.append("&amp;");
            case '"' -> plain.append("&quot;");
            case '\'' -> plain.append("&#39;");
            default ->
                plain.appendCodePoint(
                    Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                        ? '?'
                        : c);
          }
        });
    return plain.toString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
