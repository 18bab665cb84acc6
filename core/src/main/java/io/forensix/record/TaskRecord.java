// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_task_state;

/**
 * A task as it was found when recording began: {@code struct fx_task_state}. Its items are CSTR
 * with arg 0 (path of the executable), STRV with arg 1 (command line), and CSTR and FILE with arg
 * {@link #CWD} and {@link #ROOT}.
 */
public final class TaskRecord extends RecordHead {
  /** {@code fx_item.arg} of its working directory. */
  public static final int CWD = forensix_h.FX_TASK_CWD();

  /** {@code fx_item.arg} of its root directory. */
  public static final int ROOT = forensix_h.FX_TASK_ROOT();

  private static final long TASK_START = fx_task_state.task_start$offset();
  private static final long PARENT_TGID = fx_task_state.parent_tgid$offset();
  static final long ITEMS = fx_task_state.items$offset();
  private static final long CONTEXT = fx_task_state.context$offset();
  private static final long COMM = fx_task_state.comm$offset();
  private static final int FIXED_BYTES = RecordType.TASK.fixedBytes();

  private final Context context = new Context();
  private final ItemCursor items = new ItemCursor();

  /** Returns when the thread started, ns of CLOCK_BOOTTIME. */
  public long taskStart() {
    return i64(TASK_START);
  }

  /** Returns its parent process. */
  public int parentTgid() {
    return i32(PARENT_TGID);
  }

  /** Returns who the task is; the same view each time. */
  public Context context() {
    context.move(segment, offset + CONTEXT);
    return context;
  }

  /** Returns the command name. */
  public String comm() {
    return name(COMM, forensix_h.FX_COMM_BYTES());
  }

  /** Returns how many items follow. */
  public int itemCount() {
    return i32(ITEMS);
  }

  /** Returns a cursor before the first item; the same cursor each time. */
  public ItemCursor items() {
    return items.over(segment, offset + FIXED_BYTES, end(), itemCount());
  }
}
