// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import java.util.EnumSet;
import java.util.Set;

/** Why a record was not written: {@code enum fx_lost_reason}. */
public enum LostReason {
  /** The ring was full and the caller could not be made to wait. */
  NO_ROOM(forensix_h.FX_LOST_NO_ROOM(), "no room"),
  /** The caller was killed while it waited. */
  KILLED(forensix_h.FX_LOST_KILLED(), "killed while waiting"),
  /** The reader was stuck and the policy is to drop. */
  STALLED(forensix_h.FX_LOST_STALLED(), "reader stalled"),
  /** No memory to keep the record until there was room. */
  NO_MEMORY(forensix_h.FX_LOST_NO_MEMORY(), "no memory"),
  /** The module was unloaded or recording stopped in between. */
  UNLOAD(forensix_h.FX_LOST_UNLOAD(), "recording ended");

  private final int code;
  private final String text;

  LostReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Returns the reasons in {@code fx_lost.reasons}; bits of later versions are left out. */
  public static Set<LostReason> of(long bits) {
    Set<LostReason> reasons = EnumSet.noneOf(LostReason.class);
    for (LostReason reason : values()) {
      if ((bits >>> reason.code & 1) != 0) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  /** Returns a few words for people. */
  @Override
  public String toString() {
    return text;
  }
}
