// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.ring.Counters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How much the kernel module writes in a time: steps from one look at its counters to the next, and
 * what they come to. The counters begin anew whenever the module is loaded; then a step has what it
 * counted since, and what it counted between our last look and its unloading nobody knows.
 */
final class Throughput {
  /** What the module shows while it is not there. */
  static final Counters NOT_LOADED = new Counters(Map.of(), List.of());

  /** Those that only grow, and one of which has grown before long: where one fell, all are new. */
  private static final List<String> GROWING =
      List.of("bytes", "throttled_ns", "filtered", "slow_path");

  private static final double NANOS = 1e9;

  /**
   * Between two looks.
   *
   * @param seconds how long it took
   * @param records written
   * @param bytes of these records
   * @param throttled how often callers were held, counted when they go on
   * @param throttledNanos how long they were, all together
   * @param lost records for which there was no room
   * @param waiting records that the reader has not taken, in the end
   * @param waitingBytes their size
   * @param restarted whether the counters began anew
   */
  record Step(
      double seconds,
      long records,
      long bytes,
      long throttled,
      long throttledNanos,
      long lost,
      long waiting,
      long waitingBytes,
      boolean restarted) {
    double recordsPerSecond() {
      return records / seconds;
    }

    double bytesPerSecond() {
      return bytes / seconds;
    }
  }

  /** Mean, highest and 99th percentile of the steps' rates. */
  record Rate(long total, double mean, double max, double p99) {}

  private final List<Step> steps = new ArrayList<>();
  private Counters before;
  private long nanos;

  /** Begins with a look at the counters. */
  Throughput(Counters first, long nanos) {
    this.before = first;
    this.nanos = nanos;
  }

  /** Takes the next look, later than the one before. */
  Step step(Counters now, long nanosNow) {
    boolean restarted = GROWING.stream().anyMatch(name -> now.get(name) < before.get(name));
    Counters base = restarted ? NOT_LOADED : before;
    Step step =
        new Step(
            (nanosNow - nanos) / NANOS,
            grown(now, base, "records"),
            grown(now, base, "bytes"),
            grown(now, base, "throttled"),
            grown(now, base, "throttled_ns"),
            grown(now, base, "lost"),
            now.get("waiting"),
            now.get("waiting_bytes"),
            restarted);
    before = now;
    nanos = nanosNow;
    steps.add(step);
    return step;
  }

  /** The module reads its numbers without a lock: one that is a sum may seem to fall a little. */
  private static long grown(Counters now, Counters base, String name) {
    return Math.max(0, now.get(name) - base.get(name));
  }

  List<Step> steps() {
    return steps;
  }

  double seconds() {
    return steps.stream().mapToDouble(Step::seconds).sum();
  }

  Rate records() {
    return rate(
        steps.stream().mapToLong(Step::records).sum(),
        steps.stream().mapToDouble(Step::recordsPerSecond).toArray());
  }

  Rate bytes() {
    return rate(
        steps.stream().mapToLong(Step::bytes).sum(),
        steps.stream().mapToDouble(Step::bytesPerSecond).toArray());
  }

  private Rate rate(long total, double[] rates) {
    double seconds = seconds();
    return new Rate(
        total,
        seconds > 0 ? total / seconds : 0,
        Arrays.stream(rates).max().orElse(0),
        percentile(rates, 99));
  }

  long restarts() {
    return steps.stream().filter(Step::restarted).count();
  }

  /**
   * Returns the lowest of some values that so many per cent of them do not exceed; 0 of none. Of
   * fewer than a hundred values the 99th percentile is the highest.
   */
  static double percentile(double[] values, int percent) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    long rank = Math.ceilDiv((long) percent * sorted.length, 100L);
    return sorted[(int) Math.max(rank, 1) - 1];
  }
}
