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
 * The table of the stages, each beside its limits. Speeds are medians over all shots of all forks;
 * between brackets stands where the median is with a confidence of 95 %, by the ranks of the shots,
 * and for a ratio what comes of both ends of both.
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
          "print");

  private final Map<String, List<Speed>> stages =
      new TreeMap<>(Comparator.comparing(WAY::indexOf).thenComparing(Comparator.naturalOrder()));

  /**
   * How fast something was.
   *
   * @param name in words
   * @param millis a shot's time: lowest the median may be, the median, highest it may be
   * @param records of a shot
   * @param bytes of a shot
   * @param core which part of the time the core worked for it
   */
  private record Speed(String name, double[] millis, double records, double bytes, double core) {
    static Speed of(String name, RunResult result) {
      Statistics times = result.getPrimaryResult().getStatistics();
      double ranks = Math.min(50, RANKS / Math.sqrt(times.getN()));
      double[] millis = {
        times.getPercentile(50 - ranks), times.getPercentile(50), times.getPercentile(50 + ranks)
      };
      return new Speed(
          name,
          millis,
          median(result, "records"),
          median(result, "bytes"),
          median(result, "coreMillis") / millis[1]);
    }

    private static double median(RunResult result, String counter) {
      return result.getSecondaryResults().get(counter).getStatistics().getPercentile(50);
    }

    double perMilli(int which) {
      return records / millis[which];
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
    stages.forEach((stage, speeds) -> {
      Speed own = speeds.get(0);
      String first =
          "| %s | %.2f (%.2f–%.2f) | %,.0f | %.0f %% "
              .formatted(
                  stage,
                  own.perMilli(1) / 1e3,
                  own.perMilli(2) / 1e3,
                  own.perMilli(0) / 1e3,
                  own.bytes / own.millis[1] / 1e3,
                  100 * own.core);
      for (Speed limit : speeds.subList(1, speeds.size())) {
        out.print(first);
        out.printf(
            "| %s | %,.0f | %.2f (%.2f–%.2f) |%n",
            limit.name,
            limit.bytes / limit.millis[1] / 1e3,
            own.perMilli(1) / limit.perMilli(1),
            own.perMilli(2) / limit.perMilli(0),
            own.perMilli(0) / limit.perMilli(2));
        first = "| | | | ";
      }
    });
  }
}
