// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * The table of the stages, each beside its limits. Speeds are by the time that the core worked for
 * the bench, and what part that was of the clock's time stands beside them: who else wants the core
 * changes that part, and not the speeds. Where a stage waited for records, that part stands there,
 * too. They are medians over all shots of all forks; between brackets stands where the median is
 * with a confidence of 95 %, by the ranks of the shots, and for a ratio what comes of both ends of
 * both.
 */
final class Table {
  /** Half the width of the interval of a median, in percent of the shots' ranks, times √shots. */
  private static final double RANKS = 98;

  /** The way of a record. */
  private static final List<String> WAY =
      List.of(
          "ring to archive",
          "ring read",
          "block write",
          "archive append",
          "archive tail",
          "decode",
          "merge",
          "fold",
          "spans",
          "print");

  private final Map<String, List<Speed>> stages =
      new TreeMap<>(
          Comparator.<String>comparingInt(WAY::indexOf).thenComparing(Comparator.naturalOrder()));

  /**
   * How fast something was.
   *
   * @param name in words
   * @param millis a shot's time of the core: lowest the median may be, the median, highest it may
   *     be
   * @param records of a shot
   * @param bytes of a shot
   * @param core which part of the clock's time that is
   * @param idle which part of it the bench waited for something to do
   */
  private record Speed(
      String name, double[] millis, double records, double bytes, double core, double idle) {
    static Speed of(String name, RunResult result) {
      Statistics times = result.getSecondaryResults().get("coreMillis").getStatistics();
      double ranks = Math.min(50, RANKS / Math.sqrt(times.getN()));
      double[] millis = {
        times.getPercentile(50 - ranks), times.getPercentile(50), times.getPercentile(50 + ranks)
      };
      double clock = result.getPrimaryResult().getStatistics().getPercentile(50);
      return new Speed(
          name,
          millis,
          median(result, "records"),
          median(result, "bytes"),
          millis[1] / clock,
          median(result, "idleMillis") / clock);
    }

    private static double median(RunResult result, String counter) {
      return result.getSecondaryResults().get(counter).getStatistics().getPercentile(50);
    }

    /** Records in a millisecond, by one of the three times. */
    double speed(int which) {
      return records / millis[which];
    }

    /** Bytes in a millisecond, likewise: a limit that reads a file has its unwritten end, too. */
    double flow(int which) {
      return bytes / millis[which];
    }

    /** Megabytes in a second. */
    double megabytes() {
      return flow(1) / 1e3;
    }
  }

  /** Sorts results by stage; the stage itself comes before its limits. */
  Table(Collection<RunResult> results) {
    for (RunResult result : results) {
      String[] name = result.getParams().getBenchmark().split("\\.", -1);
      String stage = words(name[name.length - 2]);
      String method = words(name[name.length - 1]);
      List<Speed> speeds = stages.computeIfAbsent(stage, any -> new ArrayList<>());
      speeds.add(method.equals(stage) ? 0 : speeds.size(), Speed.of(method, result));
    }
  }

  /** Turns {@code RingToArchive} into words. */
  private static String words(String name) {
    return name.replaceAll("(?<!^)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  void print(PrintStream out) {
    out.println("| stage | million records/s | MB/s | core | beside | MB/s | ratio |");
    out.println("|---|---:|---:|---:|---|---:|---:|");
    for (List<Speed> speeds : stages.values()) {
      Speed stage = speeds.getFirst();
      List<Speed> limits = speeds.subList(1, speeds.size());
      out.println(stage(stage) + (limits.isEmpty() ? "| | | |" : limit(stage, limits.getFirst())));
      for (Speed limit : limits.subList(Math.min(1, limits.size()), limits.size())) {
        out.println("| | | | " + limit(stage, limit));
      }
    }
  }

  private static String stage(Speed stage) {
    return "| %s | %.2f (%.2f–%.2f) | %,.0f | %.0f %%%s "
        .formatted(
            stage.name,
            stage.speed(1) / 1e3,
            stage.speed(2) / 1e3,
            stage.speed(0) / 1e3,
            stage.megabytes(),
            100 * stage.core,
            stage.idle == 0 ? "" : ", waits %.0f %%".formatted(100 * stage.idle));
  }

  private static String limit(Speed stage, Speed limit) {
    return "| %s | %,.0f | %.2f (%.2f–%.2f) |"
        .formatted(
            limit.name,
            limit.megabytes(),
            stage.flow(1) / limit.flow(1),
            stage.flow(2) / limit.flow(0),
            stage.flow(0) / limit.flow(2));
  }
}
