// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_exit;

/** The end of a thread: {@code struct fx_exit}. */
public final class ExitRecord extends RecordHead {
  private static final long CODE = fx_exit.code$offset();
  private static final long LIVE = fx_exit.live$offset();
  private static final long TASK_START = fx_exit.task_start$offset();
  private static final long COMM = fx_exit.comm$offset();

  /** Returns the status as wait(2) has it. */
  public int code() {
    return i32(CODE);
  }

  /** Returns the signal that ended the thread, or 0. */
  public int signal() {
    return code() & 0x7f;
  }

  /** Returns the exit status; of no meaning when a signal ended the thread. */
  public int status() {
    return (code() >>> 8) & 0xff;
  }

  /** Returns whether a core was dumped. */
  public boolean coreDumped() {
    return (code() & 0x80) != 0;
  }

  /** Returns how many threads of the process are left. */
  public int live() {
    return i32(LIVE);
  }

  /** Returns when this thread started, ns of CLOCK_BOOTTIME. */
  public long taskStart() {
    return i64(TASK_START);
  }

  /** Returns the command name. */
  public String comm() {
    return name(COMM, forensix_h.FX_COMM_BYTES());
  }
}
