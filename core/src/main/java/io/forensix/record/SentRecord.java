// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_sent;

/** A signal as it is sent by a task, the head naming the sender: {@code struct fx_sent}. */
public final class SentRecord extends RecordHead {
  private static final long TARGET_START = fx_sent.target_start$offset();
  private static final long TARGET_TGID = fx_sent.target_tgid$offset();
  private static final long TARGET_TID = fx_sent.target_tid$offset();
  private static final long SIGNO = fx_sent.signo$offset();
  private static final long CODE = fx_sent.code$offset();
  private static final long WHOLE = fx_sent.whole$offset();
  private static final long RESULT = fx_sent.result$offset();

  /** Returns {@link #start()} of the receiver's process, ns of CLOCK_BOOTTIME. */
  public long targetStart() {
    return i64(TARGET_START);
  }

  /** Returns the receiver's process. */
  public int targetTgid() {
    return i32(TARGET_TGID);
  }

  /** Returns the thread it was sent to, or any of the process. */
  public int targetTid() {
    return i32(TARGET_TID);
  }

  /** Returns the number of the signal. */
  public int signo() {
    return i32(SIGNO);
  }

  /** Returns {@code si_code}. */
  public int code() {
    return i32(CODE);
  }

  /** Returns whether it was sent to the process, rather than to the thread. */
  public boolean toProcess() {
    return i32(WHOLE) != 0;
  }

  /** Returns what became of it: {@code enum fx_sent_result}. */
  public int result() {
    return i32(RESULT);
  }
}
