// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

/**
 * Checks that no record of one CPU is missing without being counted: each record's number follows
 * the one before, unless a LOST record says how many there are in between. One check serves one CPU
 * of one recording.
 */
public final class SequenceCheck {
  private boolean started;
  private long expected;

  /** Starts anew: the next record may have any number. */
  public void reset() {
    started = false;
  }

  /** Expects a number next. */
  public void expect(long seq) {
    started = true;
    expected = seq;
  }

  /** Returns whether a next number is known. */
  public boolean started() {
    return started;
  }

  /** Returns the number the next record should have, or the first one it should count as lost. */
  public long expected() {
    return expected;
  }

  /**
   * Takes the next record.
   *
   * @param seq its number
   * @param lostBefore how many records just before it are lost, as it says itself
   * @return how many records are missing without a word: 0 when all is well, negative when numbers
   *     went backwards
   */
  public long take(long seq, long lostBefore) {
    long missing = started ? seq - lostBefore - expected : 0;
    started = true;
    expected = seq + 1;
    return missing;
  }
}
