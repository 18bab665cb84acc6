// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.util.List;
import java.util.Map;

/**
 * What is to be run, and how.
 *
 * @param kernel the guest's, as scripts/guest names it
 * @param clock what time is
 * @param cpus the guest's
 * @param benchmarks in their order
 */
record Plan(String kernel, Clock clock, int cpus, List<Benchmark> benchmarks) {

  /** What time is in the guest. */
  enum Clock {
    /** A nanosecond is an instruction of the guest's. */
    INSTRUCTIONS("instruction clock"),
    /** Time as it passes. */
    WALL("wall clock");

    private final String label;

    Clock(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    /**
     * What lmbench is told through its environment. It would find out by trial how long it must
     * measure (ENOUGH, microseconds), and what its clock and its loops cost (TIMING_O, LOOP_O);
     * where a nanosecond is an instruction the clock is as fine as can be, and the trials would
     * only take long.
     */
    Map<String, String> lmbench() {
      return this == WALL ? Map.of() : Map.of("ENOUGH", "10000", "TIMING_O", "0", "LOOP_O", "0");
    }

    /**
     * How the reader runs while it records, as guest/setting names it. The instruction clock has
     * one CPU only: there it stands behind all others, or the figures would tell how the scheduler
     * mixed it with the callers. By the clock on the wall it is a process like any other.
     */
    String reader() {
      return this == WALL ? "beside" : "behind";
    }
  }
}
