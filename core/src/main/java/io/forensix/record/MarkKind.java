// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import org.jspecify.annotations.Nullable;

/** What happened to the recording: {@code enum fx_mark_kind}. */
public enum MarkKind {
  /** Recording began. */
  START(forensix_h.FX_MARK_START(), "recording began"),
  /** Recording ended. */
  STOP(forensix_h.FX_MARK_STOP(), "recording ended"),
  /** A reader opened the device. */
  ATTACH(forensix_h.FX_MARK_ATTACH(), "a reader came"),
  /** The reader is gone. */
  DETACH(forensix_h.FX_MARK_DETACH(), "the reader went"),
  /** The tasks alive at the start are all on record, and their descriptors. */
  SNAPSHOT(forensix_h.FX_MARK_SNAPSHOT(), "all running tasks are on record"),
  /** What is recorded from here on. */
  SETTINGS(forensix_h.FX_MARK_SETTINGS(), "settings");

  private final int code;
  private final String text;

  MarkKind(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Returns the kind with a number, or null where this version knows of none. */
  public static @Nullable MarkKind of(int code) {
    for (MarkKind kind : values()) {
      if (kind.code == code) {
        return kind;
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
