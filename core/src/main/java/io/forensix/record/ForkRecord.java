// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_fork;

/** A new process or thread, the head naming the parent: {@code struct fx_fork}. */
public final class ForkRecord extends RecordHead {
  private static final long CHILD_START = fx_fork.child_start$offset();
  private static final long CHILD_TGID = fx_fork.child_tgid$offset();
  private static final long CHILD_TID = fx_fork.child_tid$offset();
  private static final long TASK_START = fx_fork.task_start$offset();

  /** Returns {@link #start()} of the child's process, ns of CLOCK_BOOTTIME. */
  public long childStart() {
    return i64(CHILD_START);
  }

  /** Returns the process of the child; the parent's own for a thread. */
  public int childTgid() {
    return i32(CHILD_TGID);
  }

  /** Returns the child. */
  public int childTid() {
    return i32(CHILD_TID);
  }

  /** Returns when the child itself started, ns of CLOCK_BOOTTIME. */
  public long taskStart() {
    return i64(TASK_START);
  }

  /** Returns whether the child is a thread of the parent's process. */
  public boolean isThread() {
    return childTgid() == tgid();
  }
}
