// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The comparison of recorders as a page that needs nothing but itself. */
final class PeerHtml {
  private static final int WIDTH = 760;
  private static final int LEFT = 90;
  private static final int RIGHT = 110;
  private static final int TOP = 28;
  private static final int BAR = 22;

  private PeerHtml() {}

  static String of(PeerResults results) {
    StringBuilder out = new StringBuilder(HtmlReport.head("Forensix beside other recorders"));
    HtmlReport.list(
        out,
        results.faults().isEmpty()
            ? "Each recorder had every call of the short bursts in its file."
            : "Something is wrong:",
        results.faults());
    HtmlReport.element(out, "p", PeerText.LEGEND);
    out.append("<table>\n");
    for (Map.Entry<String, String> known : results.environment().entrySet()) {
      HtmlReport.row(out, "td", known.getKey(), known.getValue());
    }
    for (Peer peer : results.peers()) {
      HtmlReport.row(out, "td", peer.toString(), peer.what() + ": " + peer.note());
    }
    for (Map.Entry<Peer, String> missing : results.missing().entrySet()) {
      HtmlReport.row(out, "td", missing.getKey() + " is missing", missing.getValue());
    }
    out.append("</table>\n");
    for (PeerWork work : results.works()) {
      work(out, results, work);
    }
    return out.append("</body>\n</html>\n").toString();
  }

  private static void work(StringBuilder out, PeerResults results, PeerWork work) {
    List<PeerSummary> some = results.summaries(work);
    HtmlReport.element(out, "h2", work.label());
    out.append(plot("instructions added to a call", some, PeerSummary::added));
    out.append(plot("times as long at full speed", some, PeerSummary::slowdown));
    out.append("<table>\n");
    HtmlReport.row(
        out,
        "th",
        "recorder",
        "added",
        "slowdown (spread)",
        "made",
        "recorded",
        "missing",
        "says lost",
        "CPU (spread)",
        "bytes");
    for (PeerSummary s : some) {
      Object[] cells = PeerText.cells(s);
      String[] texts = new String[cells.length];
      for (int i = 0; i < cells.length; i++) {
        texts[i] = cells[i].toString();
      }
      HtmlReport.row(out, "td", texts);
    }
    out.append("</table>\n");
    for (PeerSummary s : some) {
      if (!s.threads().isEmpty()) {
        HtmlReport.element(out, "p", "CPU of " + s.peer() + " by thread: " + PeerText.threads(s));
      }
    }
  }

  /** Bars on a scale of powers of ten, for the dearest is hundreds of times the cheapest. */
  private static String plot(
      String title, List<PeerSummary> some, Function<PeerSummary, @Nullable Statistics> figure) {
    Svg svg = new Svg(WIDTH, TOP + BAR * some.size() + BAR, title);
    svg.text("head", 0, TOP / 2.0, title + ", each tenfold is a line");
    double most = 1;
    for (PeerSummary s : some) {
      Statistics value = figure.apply(s);
      most = value == null ? most : Math.max(most, value.most());
    }
    double decades = Math.ceil(Math.log10(most * 1.01));
    double scale = (WIDTH - LEFT - RIGHT) / decades;
    for (int i = 0; i <= decades; i++) {
      svg.line("grid", LEFT + i * scale, TOP, LEFT + i * scale, TOP + BAR * some.size());
    }
    double y = TOP;
    for (PeerSummary s : some) {
      Statistics value = figure.apply(s);
      svg.text("label", LEFT - 6, y + BAR * 0.7, s.peer().toString());
      if (value != null) {
        double width = x(value.median(), scale);
        String style = s.peer() == Peer.FORENSIX ? "recording" : "none";
        svg.bar(style, LEFT, y + 3, width, BAR - 6);
        svg.line(
            "spread",
            LEFT + x(value.least(), scale),
            y + BAR / 2.0,
            LEFT + x(value.most(), scale),
            y + BAR / 2.0);
        svg.text(
            "value",
            LEFT + x(value.most(), scale) + 6,
            y + BAR * 0.7,
            String.format(Locale.ROOT, value.median() < 100 ? "%.2f" : "%,.0f", value.median()));
      }
      y += BAR;
    }
    return svg.end();
  }

  private static double x(double value, double scale) {
    return Math.max(0, Math.log10(Math.max(value, 1))) * scale;
  }
}
