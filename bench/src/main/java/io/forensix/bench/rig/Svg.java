// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Locale;

/** A drawing, as text of an HTML page. All text that is given to it is escaped. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height, String title) {
    out.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n<title>%s</title>%n",
            width, height, width, height, escape(title)));
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    out.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            escape(style), x1, y1, x2, y2));
    return this;
  }

  Svg bar(String style, double x, double y, double width, double height) {
    out.append(
        format(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
            escape(style), x, y, Math.max(width, 0), height));
    return this;
  }

  Svg dot(String style, double x, double y) {
    out.append(
        format("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>%n", escape(style), x, y));
    return this;
  }

  Svg text(String style, double x, double y, String text) {
    out.append(
        format(
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
            escape(style), x, y, escape(text)));
    return this;
  }

  /** Returns the element. */
  String end() {
    return out + "</svg>\n";
  }

  /** Returns text as it may stand in HTML, between tags and in attributes. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    TextReport.plain(text)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
