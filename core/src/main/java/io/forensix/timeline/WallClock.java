// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns times of a recording (ns of CLOCK_MONOTONIC) into times of the day. It learns from pairs of
 * clocks, of which MARK records and blocks hold some; between two pairs the earlier one counts, so
 * that a clock that was set during the recording shows as it was.
 */
public final class WallClock {
  private static final long NS = 1_000_000_000L;

  private final TreeMap<Long, Long> offsets = new TreeMap<>();

  /** The offset that was asked for last, and from when until before when it holds. */
  private long lastOffset;

  private long lastFrom;
  private long lastTo;

  /** Learns that two clocks stood so at one moment, both ns. */
  public void learn(long monotonic, long realtime) {
    Long offset = realtime - monotonic;
    Map.Entry<Long, Long> before = offsets.floorEntry(monotonic);
    // A pair that says what is known anyway need not be kept: there may be one in each block.
    if (before == null || Math.abs(before.getValue() - offset) > NS / 1_000_000) {
      offsets.put(monotonic, offset);
      lastTo = lastFrom;
    }
  }

  /** Returns whether anything was learned. */
  public boolean known() {
    return !offsets.isEmpty();
  }

  /** Returns a time as ns since 1970; as it is where nothing was learned. */
  public long realtime(long monotonic) {
    return monotonic + offset(monotonic);
  }

  /** Returns a time as an instant. */
  public Instant instant(long monotonic) {
    long realtime = realtime(monotonic);
    return Instant.ofEpochSecond(Math.floorDiv(realtime, NS), Math.floorMod(realtime, NS));
  }

  /** Returns the time of the recording at which it was this instant. */
  public long monotonic(Instant instant) {
    long realtime =
        Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NS), instant.getNano());
    long best = realtime - (offsets.isEmpty() ? 0 : offsets.firstEntry().getValue());
    for (Map.Entry<Long, Long> pair : offsets.entrySet()) {
      if (realtime - pair.getValue() >= pair.getKey()) {
        best = realtime - pair.getValue();
      }
    }
    return best;
  }

  private long offset(long monotonic) {
    if (monotonic < lastFrom || monotonic >= lastTo) {
      Map.Entry<Long, Long> before = offsets.floorEntry(monotonic);
      Long after = offsets.higherKey(monotonic);
      lastFrom = before == null ? Long.MIN_VALUE : before.getKey();
      lastTo = after == null ? Long.MAX_VALUE : after;
      if (before == null) {
        before = offsets.firstEntry();
      }
      lastOffset = before == null ? 0 : before.getValue();
    }
    return lastOffset;
  }
}
