// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import org.jspecify.annotations.Nullable;

/** What became of a signal that was sent: {@code enum fx_sent_result}. */
public enum SentResult {
  /** It waits for its receiver. */
  QUEUED(forensix_h.FX_SENT_QUEUED(), "queued"),
  /** The receiver ignores it. */
  IGNORED(forensix_h.FX_SENT_IGNORED(), "ignored by it"),
  /** Such a signal waited already. */
  PENDING(forensix_h.FX_SENT_PENDING(), "pending already"),
  /** It could not be queued. */
  OVERFLOW(forensix_h.FX_SENT_OVERFLOW(), "not queued: too many wait"),
  /** It is queued without what comes with it. */
  BARE(forensix_h.FX_SENT_BARE(), "queued without its siginfo");

  private final int code;
  private final String text;

  SentResult(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Returns the result with a number, or null where this version knows of none. */
  public static @Nullable SentResult of(int code) {
    for (SentResult result : values()) {
      if (result.code == code) {
        return result;
      }
    }
    return null;
  }

  /** Returns a few words for people. */
  @Override
  public String toString() {
    return text;
  }
}
