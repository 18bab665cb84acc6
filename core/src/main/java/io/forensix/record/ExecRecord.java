// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_exec;

/**
 * A new program: {@code struct fx_exec}. Its items are CSTR (the path as given), FILE, STRV with
 * arg 1 (argv) and STRV with arg 2 (envp).
 */
public final class ExecRecord extends RecordHead {
  private static final long OLD_TID = fx_exec.old_tid$offset();
  static final long ITEMS = fx_exec.items$offset();
  private static final long CONTEXT = fx_exec.context$offset();
  private static final long COMM = fx_exec.comm$offset();
  private static final int FIXED_BYTES = RecordType.EXEC.fixedBytes();

  private final Context context = new Context();
  private final ItemCursor items = new ItemCursor();

  /** Returns the thread that called exec, before the call. */
  public int oldTid() {
    return i32(OLD_TID);
  }

  /** Returns who the task is after the exec; the same view each time. */
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
