// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The comparison of recorders as a table for people. */
final class PeerText {
  private static final String HEAD = "  %-10s %12s %24s %11s %11s %9s %11s %17s %6s%n";

  /** What the columns are. */
  static final String LEGEND =
      """
      added: guest instructions that a call takes longer, under the instruction clock, in bursts that fit all buffers.
      slowdown: of processes at full speed, times as long as without a recorder right before: median and spread of the
      rounds; the recorder's consumer has no CPU to itself. made: calls that the workload counted. recorded: how many
      of just these its own program for reading finds in its file. missing: of them. says lost: what it says of it, in
      events of its own. CPU: seconds that its consumer used for a million calls on record. bytes: of its file, a call.
      """;

  private PeerText() {}

  static String of(PeerResults results) {
    StringBuilder out = new StringBuilder();
    results.environment().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(known ->
            out.append(format("%s: %s%n", known.getKey(), TextReport.plain(known.getValue()))));
    for (PeerWork work : results.works()) {
      out.append(
          format("%n%s (%,.0f instructions unrecorded)%n", work.label(), results.unrecorded(work)));
      out.append(
          format(
              HEAD,
              "",
              "added",
              "slowdown (spread)",
              "made",
              "recorded",
              "missing",
              "says lost",
              "CPU (spread)",
              "bytes"));
      for (PeerSummary s : results.summaries(work)) {
        out.append(format(HEAD, cells(s)));
      }
      for (PeerSummary s : results.summaries(work)) {
        if (!s.threads().isEmpty()) {
          out.append(format("  CPU of %s by thread: %s%n", s.peer(), threads(s)));
        }
      }
    }
    results
        .starts()
        .forEach((peer, seconds) ->
            out.append(
                format("%nCPU of %s until it records: %s s", peer, TextReport.slowdown(seconds))));
    out.append('\n');
    out.append('\n').append(LEGEND).append('\n');
    for (Peer peer : results.peers()) {
      out.append(format("  %-10s %s: %s%n", peer, peer.what(), peer.note()));
    }
    results
        .missing()
        .forEach(
            (peer, why) -> out.append(format("MISSING: %s: %s%n", peer, TextReport.plain(why))));
    results
        .faults()
        .forEach(fault -> out.append("WRONG: ").append(TextReport.plain(fault)).append('\n'));
    return out.toString();
  }

  /** Returns the cells of a line. */
  static Object[] cells(PeerSummary s) {
    return new Object[] {
      s.peer(),
      median(s.added(), "%,.0f"),
      TextReport.slowdown(s.slowdown()),
      s.slowdown() == null ? "-" : format("%,d", s.made()),
      s.slowdown() == null ? "-" : format("%,d", s.recorded()),
      s.slowdown() == null ? "-" : missing(s),
      s.slowdown() == null ? "-" : s.lost().isEmpty() ? "?" : format("%,d", s.lost().getAsLong()),
      TextReport.slowdown(s.cpu()),
      median(s.bytes(), "%.0f")
    };
  }

  /** Returns which threads used how much, those that used most first. */
  static String threads(PeerSummary s) {
    return s.threads().entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue().median()))
        .map(
            entry -> TextReport.plain(entry.getKey()) + " " + TextReport.slowdown(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String missing(PeerSummary s) {
    return format("%.2f %%", s.made() == 0 ? 0 : (s.made() - s.recorded()) * 100.0 / s.made());
  }

  private static String median(@Nullable Statistics s, String format) {
    return s == null ? "-" : format(format, s.median());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
