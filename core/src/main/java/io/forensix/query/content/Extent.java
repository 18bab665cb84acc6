// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import org.jspecify.annotations.Nullable;

/**
 * A range of a file, and where its bytes come from.
 *
 * @param from first byte
 * @param to byte after the last
 * @param certainty how sure that is
 * @param origin the call whose data it is; null for zeros, and where nobody knows
 * @param at which byte of that data the first one is
 * @param by what put it there; null where it was there before
 * @param why why it is not known
 */
public record Extent(
    long from,
    long to,
    Certainty certainty,
    Step.@Nullable Key origin,
    long at,
    @Nullable Step by,
    @Nullable String why) {
  static Extent zeros(long from, long to, Step by) {
    return new Extent(from, to, Certainty.KNOWN, null, 0, by, null);
  }

  static Extent unknown(long from, long to, @Nullable Step by, String why) {
    return new Extent(from, to, Certainty.UNKNOWN, null, 0, by, why);
  }

  /** Returns the part of it that lies within a range. */
  Extent within(long low, long high) {
    long first = Math.max(from, low);
    return new Extent(first, Math.min(to, high), certainty, origin, at + first - from, by, why);
  }

  /** Returns it at another place. */
  Extent moved(long by) {
    return new Extent(from + by, to + by, certainty, origin, at, this.by, why);
  }

  /** Returns it as put there by something else. */
  Extent putBy(Step step) {
    return new Extent(from, to, certainty, origin, at, step, why);
  }

  /** Returns it as no more than possible. */
  Extent doubted(String reason) {
    return certainty == Certainty.KNOWN
        ? new Extent(from, to, Certainty.POSSIBLE, origin, at, by, reason)
        : this;
  }

  /** Returns whether another one goes on where this one ends, so that both are one. */
  boolean joins(Extent next) {
    boolean same =
        certainty == next.certainty
            && java.util.Objects.equals(origin, next.origin)
            && by == next.by
            && java.util.Objects.equals(why, next.why);
    return same && to == next.from && (origin == null || at + to - from == next.at);
  }

  /** Joins it with the one that goes on. */
  Extent with(Extent next) {
    return new Extent(from, next.to, certainty, origin, at, by, why);
  }
}
