// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One recorder at one workload.
 *
 * @param peer the recorder
 * @param work the workload
 * @param added guest instructions that it adds to an operation; null where that was not measured
 * @param slowdown how many times longer an operation took at full speed than without any recorder
 *     right before; null where that was not measured
 * @param made calls that the workload counted, of all rounds
 * @param recorded how many of just these are in the recorder's file
 * @param lost events that were lost, as the recorder itself says; empty where it does not say
 * @param cpu seconds of CPU that its consumer used for a million calls on record; null when it has
 *     none
 * @param threads of {@code cpu}, what threads of a name used; those that used little are not there
 * @param bytes of its file for each call on record
 */
record PeerSummary(
    Peer peer,
    PeerWork work,
    @Nullable Statistics added,
    @Nullable Statistics slowdown,
    long made,
    long recorded,
    OptionalLong lost,
    @Nullable Statistics cpu,
    Map<String, Statistics> threads,
    @Nullable Statistics bytes) {
  /** Threads that used less than this part of the whole are not shown. */
  private static final double LITTLE = 0.01;

  private static final double MILLION = 1e6;
  private static final double NANOS = 1e9;

  /**
   * One run at full speed.
   *
   * @param round its number
   * @param peer the recorder
   * @param work the workload
   * @param operations made
   * @param seconds they took
   * @param made calls that the workload counted
   * @param recorded how many of these are on record
   * @param lost what the recorder says; -1 where it does not
   * @param cpuNanos what its consumer used
   * @param bytes its file has
   * @param baseOperations those made without any, right before
   * @param baseSeconds they took
   */
  record Flood(
      int round,
      Peer peer,
      PeerWork work,
      long operations,
      double seconds,
      long made,
      long recorded,
      long lost,
      long cpuNanos,
      long bytes,
      long baseOperations,
      double baseSeconds) {
    double slowdown() {
      return (baseOperations / baseSeconds) / (operations / seconds);
    }

    /** Seconds for a million calls on record, of some time of its consumer's. */
    double perMillion(long nanos) {
      return nanos / NANOS / (recorded / MILLION);
    }
  }

  /**
   * What threads of a name, of a consumer, used in one run at full speed.
   *
   * @param round its number
   * @param peer the recorder
   * @param work the workload
   * @param nanos of CPUs
   * @param name of the threads
   */
  record ThreadTime(int round, Peer peer, PeerWork work, long nanos, String name) {}

  /** Sums up what was measured of one recorder at one workload. */
  static PeerSummary of(
      Peer peer, PeerWork work, List<Double> added, List<Flood> floods, List<ThreadTime> threads) {
    // The calls that a fork counts are few among those it makes.
    List<Flood> some =
        floods.stream().filter(flood -> work != PeerWork.FORK && flood.recorded() > 0).toList();
    boolean says = floods.stream().allMatch(flood -> flood.lost() >= 0);
    return new PeerSummary(
        peer,
        work,
        added.isEmpty() ? null : Statistics.of(added),
        floods.isEmpty() ? null : Statistics.of(floods.stream().map(Flood::slowdown).toList()),
        floods.stream().mapToLong(Flood::made).sum(),
        floods.stream().mapToLong(Flood::recorded).sum(),
        says ? OptionalLong.of(floods.stream().mapToLong(Flood::lost).sum()) : OptionalLong.empty(),
        some.isEmpty()
            ? null
            : Statistics.of(
                some.stream().map(flood -> flood.perMillion(flood.cpuNanos())).toList()),
        threads(some, threads),
        some.isEmpty()
            ? null
            : Statistics.of(
                some.stream().map(flood -> (double) flood.bytes() / flood.recorded()).toList()));
  }

  private static Map<String, Statistics> threads(List<Flood> floods, List<ThreadTime> threads) {
    Map<String, Statistics> all = new TreeMap<>();
    long sum = threads.stream().mapToLong(ThreadTime::nanos).sum();
    Map<String, List<ThreadTime>> byName =
        threads.stream().collect(Collectors.groupingBy(ThreadTime::name));
    byName.forEach((name, times) -> {
      if (times.stream().mapToLong(ThreadTime::nanos).sum() >= sum * LITTLE && !floods.isEmpty()) {
        all.put(
            name,
            Statistics.of(
                floods.stream()
                    .map(flood ->
                        flood.perMillion(
                            times.stream()
                                .filter(time -> time.round() == flood.round())
                                .mapToLong(ThreadTime::nanos)
                                .sum()))
                    .toList()));
      }
    });
    return all;
  }
}
