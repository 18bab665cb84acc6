// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Locale;

/** Why a span ends. */
public enum End {
  /** It has not ended as far as the records go. */
  NONE,
  /** Closed by close. */
  CLOSE,
  /** Closed by close_range. */
  CLOSE_RANGE,
  /** Another file took the number: dup2, dup3. */
  REPLACED,
  /** Closed by exec, or the program before it. */
  EXEC,
  /** The process or thread ended. */
  EXIT,
  /** A share was given up: what follows is a copy. */
  UNSHARE,
  /** Something else of the same kind took its place: another directory, identity, address. */
  CHANGED,
  /** The name was taken away: unlink, rmdir. */
  UNLINK,
  /** The name became another. */
  RENAME,
  /** Another file took the name, by rename or by being made. */
  OVERWRITTEN,
  /** umount. */
  UMOUNT,
  /** Nothing refers to it any more. */
  UNUSED,
  /** The kernel says otherwise by now; the record that ended it was not met. */
  UNSEEN,
  /** The recording ended. */
  RECORDING;

  /** Returns the word for it in tables, in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
