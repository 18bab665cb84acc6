// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_call;

/** A system call, at its entry or after its return: {@code struct fx_call}. */
public final class CallRecord extends RecordHead {
  private static final long ENTERED = fx_call.entered$offset();
  private static final long LEFT = fx_call.left$offset();
  private static final long RET = fx_call.ret$offset();
  private static final long NR = fx_call.nr$offset();
  private static final long FLAGS = fx_call.flags$offset();
  private static final long ABI = fx_call.abi$offset();
  static final long ITEMS = fx_call.items$offset();
  private static final long ARGS = fx_call.args$offset();
  private static final int ARG_COUNT = forensix_h.FX_ARGS();
  private static final int FIXED_BYTES = RecordType.CALL.fixedBytes();

  private final ItemCursor items = new ItemCursor();

  /** Returns when the call was entered, ns of CLOCK_MONOTONIC; 0 where that was not seen. */
  public long entered() {
    return i64(ENTERED);
  }

  /** Returns when the call returned, ns of CLOCK_MONOTONIC; 0 in an ENTER record. */
  public long left() {
    return i64(LEFT);
  }

  /** Returns the result as the kernel has it: negative errno on failure. */
  public long ret() {
    return i64(RET);
  }

  /** Returns the number of the call in its {@link #abi()}. */
  public int nr() {
    return i32(NR);
  }

  /** Returns the bits of {@code enum fx_call_flag}. */
  public int flags() {
    return u16(FLAGS);
  }

  /** Returns whether a bit of {@code enum fx_call_flag} is set. */
  public boolean has(int flag) {
    return (flags() & flag) != 0;
  }

  /** Returns the convention of the call: {@code enum fx_abi}. */
  public int abi() {
    return u8(ABI);
  }

  /** Returns an argument register, 0 to 5, zero-extended. */
  public long arg(int index) {
    if (index < 0 || index >= ARG_COUNT) {
      throw new IndexOutOfBoundsException(index);
    }
    return i64(ARGS + 8L * index);
  }

  /** Returns how many items follow. */
  public int itemCount() {
    return u8(ITEMS);
  }

  /** Returns a cursor before the first item; the same cursor each time. */
  public ItemCursor items() {
    return items.over(segment, offset + FIXED_BYTES, end(), itemCount());
  }
}
