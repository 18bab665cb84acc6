// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_lost;

/** Records that could not be written to this ring: {@code struct fx_lost}. */
public final class LostRecord extends RecordHead {
  static final long COUNT = fx_lost.count$offset();
  private static final long BYTES_LOST = fx_lost.bytes$offset();
  private static final long FIRST = fx_lost.first$offset();
  private static final long LAST = fx_lost.last$offset();
  private static final long REASONS = fx_lost.reasons$offset();

  /** Returns how many records are missing. */
  public long count() {
    return i64(COUNT);
  }

  /** Returns the first sequence number that is missing. */
  public long firstSeq() {
    return seq() - count();
  }

  /** Returns how many bytes they would have had, as far as known. */
  public long bytesLost() {
    return i64(BYTES_LOST);
  }

  /** Returns the time of the first loss, ns of CLOCK_MONOTONIC. */
  public long first() {
    return i64(FIRST);
  }

  /** Returns the time of the last loss, ns of CLOCK_MONOTONIC. */
  public long last() {
    return i64(LAST);
  }

  /** Returns bit (1 << {@code enum fx_lost_reason}) for each reason that occurred. */
  public long reasons() {
    return i64(REASONS);
  }
}
