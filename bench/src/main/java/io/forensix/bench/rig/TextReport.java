// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table for people. */
final class TextReport {
  private static final String HEAD = "  %-24s %12s %22s %11s %8s %6s %7s%n";
  private static final String ROW = "  %-24s %,12.1f %22s %,11.0f %8.3f %,6d %7.2f%n";

  private TextReport() {}

  static String of(Results results) {
    StringBuilder out = new StringBuilder();
    Map<String, String> known = results.environment();
    out.append(
        format(
            "Linux %s, %s CPU (%s), %d rounds of %.1f s, seed %d%n",
            plain(known.getOrDefault("kernel", "?")),
            plain(known.getOrDefault("cpus", "?")),
            plain(known.getOrDefault("cpu", "?")),
            results.plan().rounds(),
            results.plan().seconds(),
            results.plan().seed()));
    if (results.emulated()) {
      out.append("An emulated CPU: compare figures of this run with each other, and no others.\n");
    }
    @Nullable Workload last = null;
    for (Summary summary : results.summaries()) {
      if (summary.workload() != last) {
        last = summary.workload();
        out.append(format("%n%s: %s%n", last, last.what()));
        out.append(
            format(HEAD, "", "ops/s", "slowdown (spread)", "events/s", "held", "lost", "reader"));
      }
      out.append(row(summary));
    }
    out.append(
        """

        ops/s: an operation is what the first line of each says. slowdown: times as long as without the module in the
        same round. Medians of the rounds. events/s: records written. held: seconds of waiting in each second, all
        callers together. reader: CPUs it used.
        """);
    results.faults().forEach(fault -> out.append("WRONG: ").append(plain(fault)).append('\n'));
    return out.toString();
  }

  private static String row(Summary s) {
    return format(
        ROW,
        s.setting().label(),
        s.operations().median(),
        slowdown(s.slowdown()),
        s.events().median(),
        s.held().median(),
        s.lost(),
        s.readerCpu().median());
  }

  /** Returns the median, and the spread behind it. */
  static String slowdown(@Nullable Statistics s) {
    return s == null ? "-" : format("%.2f (%.2f-%.2f)", s.median(), s.least(), s.most());
  }

  /** Returns text with nothing in it that a terminal would act on. */
  static String plain(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return safe.toString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
