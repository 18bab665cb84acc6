// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_signal;

/** A signal as it is delivered, the head naming the receiver: {@code struct fx_signal}. */
public final class SignalRecord extends RecordHead {
  private static final long SIGNO = fx_signal.signo$offset();
  private static final long CODE = fx_signal.code$offset();
  private static final long SENDER_TGID = fx_signal.sender_tgid$offset();
  private static final long SENDER_UID = fx_signal.sender_uid$offset();
  private static final long ERROR = fx_signal.error$offset();
  private static final long HANDLED = fx_signal.handled$offset();

  /** Returns the number of the signal. */
  public int signo() {
    return i32(SIGNO);
  }

  /** Returns {@code si_code}. */
  public int code() {
    return i32(CODE);
  }

  /** Returns {@code si_pid} where a process sent it, else 0. */
  public int senderTgid() {
    return i32(SENDER_TGID);
  }

  /** Returns {@code si_uid} where a process sent it, else 0; unsigned. */
  public long senderUid() {
    return u32(SENDER_UID);
  }

  /** Returns {@code si_errno}. */
  public int error() {
    return i32(ERROR);
  }

  /** Returns whether a handler runs, rather than the default action. */
  public boolean handled() {
    return i32(HANDLED) != 0;
  }
}
