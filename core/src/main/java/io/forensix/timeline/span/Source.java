// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

/**
 * The record that says so; with the recording, CPU and number name it.
 *
 * @param time when it was written, ns of CLOCK_MONOTONIC
 * @param cpu CPU that wrote it
 * @param seq its number on the CPU
 * @param process the process it names
 * @param tid the thread it names
 */
public record Source(long time, int cpu, long seq, ProcessKey process, int tid) {
  /** No record says so. */
  public static final Source NONE = new Source(0, -1, -1, ProcessKey.NONE, 0);
}
