// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How an archive is written.
 *
 * @param roll how often a new file begins; null for that of the archive, or {@link Roll#HOUR} where
 *     it is new
 * @param reserveBytes bytes of the file system that are left free, so that a full archive does not
 *     take the whole machine down and what is begun can be ended
 * @param budgetBytes bytes of the disk that the archive may take; 0 for no limit. With one, a new
 *     file begins sooner, when an eighth is in the last, so that there is something to retire
 * @param clock says when a new file begins, and when a block was written
 */
public record ArchiveOptions(
    @Nullable Roll roll, long reserveBytes, long budgetBytes, InstantSource clock) {
  /** Room that is left free unless said otherwise. */
  public static final long RESERVE_BYTES = 64L << 20;

  /** Returns what holds unless said otherwise. */
  public static ArchiveOptions defaults() {
    return new ArchiveOptions(null, RESERVE_BYTES, 0, InstantSource.system());
  }

  /** Returns the same with another roll cycle. */
  public ArchiveOptions withRoll(Roll value) {
    return new ArchiveOptions(value, reserveBytes, budgetBytes, clock);
  }

  /** Returns the same with another reserve. */
  public ArchiveOptions withReserveBytes(long value) {
    return new ArchiveOptions(roll, value, budgetBytes, clock);
  }

  /** Returns the same with another budget. */
  public ArchiveOptions withBudgetBytes(long value) {
    return new ArchiveOptions(roll, reserveBytes, value, clock);
  }

  /** Returns the same with another clock. */
  public ArchiveOptions withClock(InstantSource value) {
    return new ArchiveOptions(roll, reserveBytes, budgetBytes, value);
  }
}
