// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.List;
import java.util.OptionalLong;
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
    @Nullable Statistics bytes) {
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
  }

  /** Sums up what was measured of one recorder at one workload. */
  static PeerSummary of(Peer peer, PeerWork work, List<Double> added, List<Flood> floods) {
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
                some.stream()
                    .map(flood -> flood.cpuNanos() / NANOS / (flood.recorded() / MILLION))
                    .toList()),
        some.isEmpty()
            ? null
            : Statistics.of(
                some.stream().map(flood -> (double) flood.bytes() / flood.recorded()).toList()));
  }
}
