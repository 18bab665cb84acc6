// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

/**
 * Records of one CPU that are missing though no LOST record counts them.
 *
 * @param cpu the CPU
 * @param expected the number that should have come
 * @param found the number that came, or the first one it counts as lost
 */
public record SequenceGap(int cpu, long expected, long found) {
  /** Returns how many are missing; negative when numbers went backwards. */
  public long missing() {
    return found - expected;
  }

  @Override
  public String toString() {
    return missing() > 0
        ? "cpu %d: %d records missing without a LOST record: expected number %d, found %d"
            .formatted(cpu, missing(), expected, found)
        : "cpu %d: record numbers go backwards: expected %d, found %d"
            .formatted(cpu, expected, found);
  }
}
