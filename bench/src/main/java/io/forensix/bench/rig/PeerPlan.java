// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.List;

/**
 * Which recorders are compared at what, and how often.
 *
 * @param peers the recorders
 * @param works what they are compared at
 * @param bursts of each under the instruction clock
 * @param rounds at full speed
 * @param seconds that each workload runs at full speed
 * @param warm seconds that a recorder whose program is slow at first has before
 * @param clocked whether this is under the instruction clock, too
 * @param processes that run a workload at once
 * @param seed of the order
 */
record PeerPlan(
    List<Peer> peers,
    List<PeerWork> works,
    int bursts,
    int rounds,
    double seconds,
    double warm,
    boolean clocked,
    int processes,
    long seed) {

  /** Checks it. */
  PeerPlan {
    if (rounds < 0 || bursts < 0 || rounds + bursts == 0) {
      throw new IllegalArgumentException("--rounds and --bursts want 0 or more, and not both 0");
    }
    if (!(seconds > 0) || !(warm > 0) || processes < 1) {
      throw new IllegalArgumentException("--seconds, --warm and --processes want more than 0");
    }
  }
}
