// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The results as a page that needs nothing but itself: no script, no font, no file beside it. All
 * that comes from elsewhere is escaped.
 */
final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em;
        color: #1c1f24; background: #fff; }
      h1 { font-size: 1.6em; } h2 { margin-top: 2em; font-size: 1.2em; border-bottom: 1px solid #ccd; }
      table { border-collapse: collapse; margin: 1em 0; font-variant-numeric: tabular-nums; }
      th, td { padding: .2em .8em; text-align: right; border-bottom: 1px solid #e4e6ec; }
      th:first-child, td:first-child { text-align: left; }
      .good { background: #e6f4ea; padding: .5em 1em; } .bad { background: #fce8e6; padding: .5em 1em; }
      svg { display: block; margin: 1em 0; max-width: 100%; height: auto; }
      svg text { font: 12px system-ui, sans-serif; fill: #1c1f24; }
      svg .head { font-weight: 600; } svg .label { text-anchor: end; }
      svg .tick { text-anchor: middle; fill: #667; } svg .grid { stroke: #e4e6ec; }
      svg .axis { stroke: #445; } svg .spread { stroke: #1c1f24; stroke-width: 1.5; }
      svg .point { fill: #fff; stroke: #1c1f24; }
      svg .none { fill: #9aa3b2; } svg .filtered { fill: #7fb3d5; } svg .recording { fill: #2e86c1; }
      svg .slow { fill: #e59866; } svg .events100 { fill: #a569bd; }
      """;

  private static final String WORDS =
      """
      <p>Each workload runs in five settings. <b>Without module</b> is what the others are compared with.
      <b>Filtered to nothing</b>: the module is loaded and a reader is there, and a filter leaves out
      every call. <b>Recording</b>: every call with its data goes to an archive. <b>Reader slowed to a
      tenth</b>: the reader is stopped 90 of each 100 ms, and once the buffer is full callers wait rather
      than lose a record. <b>throttle_events=100</b>: callers wait as soon as 100 records do, as in
      the recorder of 2003.</p>
      <p>A bar is the median of the rounds, the line goes from the lowest to the highest, a dot is a
      round. The slowdown is against the run without the module in the same round. Held is the time
      that callers waited in each second, all of them together; reader is how many CPUs the reading
      program used. Recorded of made: calls that the workload counted, and how many of just these the
      archive has.</p>
      """;

  private HtmlReport() {}

  static String of(Results results) {
    StringBuilder out = new StringBuilder(head("Forensix: what recording costs"));
    verdict(out, results);
    out.append(WORDS);
    environment(out, results);
    for (Workload workload : results.plan().workloads()) {
      List<Summary> some =
          results.summaries().stream().filter(s -> s.workload() == workload).toList();
      if (!some.isEmpty()) {
        workload(out, results, workload, some);
      }
    }
    return out.append("</body>\n</html>\n").toString();
  }

  /** Returns the beginning of a page of ours. */
  static String head(String title) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
        + Svg.escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n</head>\n<body>\n<h1>"
        + Svg.escape(title)
        + "</h1>\n";
  }

  private static void verdict(StringBuilder out, Results results) {
    list(
        out,
        results.faults().isEmpty()
            ? "Nothing was lost: the archive has every call that was counted."
            : "Something is wrong:",
        results.faults());
  }

  /** Says what is wrong, or that nothing is. */
  static void list(StringBuilder out, String verdict, List<String> faults) {
    if (faults.isEmpty()) {
      out.append("<p class=\"good\">").append(Svg.escape(verdict)).append("</p>\n");
      return;
    }
    out.append("<div class=\"bad\"><p>").append(Svg.escape(verdict)).append("</p>\n<ul>\n");
    faults.forEach(fault -> element(out, "li", fault));
    out.append("</ul></div>\n");
  }

  private static void environment(StringBuilder out, Results results) {
    if (results.emulated()) {
      element(
          out,
          "p",
          "The CPU was emulated, which makes everything slow, and some things slower than others:"
              + " compare these figures with each other, and with no others.");
    }
    out.append("<table>\n");
    for (Map.Entry<String, String> known : results.environment().entrySet()) {
      row(out, "td", known.getKey(), known.getValue());
    }
    Plan plan = results.plan();
    row(out, "td", "rounds", Integer.toString(plan.rounds()));
    row(out, "td", "seconds each", Double.toString(plan.seconds()));
    row(out, "td", "seed", Long.toString(plan.seed()));
    out.append("</table>\n");
  }

  private static void workload(
      StringBuilder out, Results results, Workload workload, List<Summary> some) {
    element(out, "h2", workload + ": " + workload.what());
    out.append(Plot.slowdown(results).draw(some));
    out.append(Plot.events(results).draw(some));
    out.append("<table>\n");
    row(
        out,
        "th",
        "setting",
        "per second: " + workload.operation(),
        "slowdown (spread)",
        "events/s",
        "held",
        "reader",
        "lost",
        "recorded of made");
    for (Summary s : some) {
      row(
          out,
          "td",
          s.setting().label(),
          format("%,.1f", s.operations().median()),
          TextReport.slowdown(s.slowdown()),
          s.setting() == Setting.NONE ? "-" : format("%,.0f", s.events().median()),
          format("%.3f s", s.held().median()),
          format("%.2f", s.readerCpu().median()),
          format("%,d", s.lost()),
          s.setting().records() ? format("%,d of %,d", s.recorded(), s.made()) : "-");
    }
    out.append("</table>\n");
  }

  /** Adds a row of cells. */
  static void row(StringBuilder out, String cell, String... texts) {
    out.append("<tr>");
    for (String text : texts) {
      out.append('<').append(cell).append('>').append(Svg.escape(text));
      out.append("</").append(cell).append('>');
    }
    out.append("</tr>\n");
  }

  /** Adds an element with text in it. */
  static void element(StringBuilder out, String name, String text) {
    out.append('<').append(name).append('>').append(Svg.escape(text));
    out.append("</").append(name).append(">\n");
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String format(String format, Object first, Object second) {
    return String.format(Locale.ROOT, format, first, second);
  }
}
