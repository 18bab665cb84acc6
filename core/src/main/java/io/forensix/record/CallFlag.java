// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;

/** Bits of {@code fx_call.flags}: {@code enum fx_call_flag}. */
public final class CallFlag {
  /** The entry was not seen. */
  public static final int NO_ENTRY = forensix_h.FX_CALL_NO_ENTRY();

  /** Written on the slow path. */
  public static final int LATE = forensix_h.FX_CALL_LATE();

  /** DATA records follow. */
  public static final int MORE = forensix_h.FX_CALL_MORE();

  /** Payload is missing because the kernel had no memory. */
  public static final int NO_MEMORY = forensix_h.FX_CALL_NO_MEMORY();

  /** What was captured at entry had changed when the call returned. */
  public static final int CHANGED = forensix_h.FX_CALL_CHANGED();

  /** The call made, or kept, a mapping through which a file can be changed unseen. */
  public static final int UNSEEN = forensix_h.FX_CALL_UNSEEN();

  /** Made through socketcall() or ipc(): number and arguments are those of the call meant. */
  public static final int INNER = forensix_h.FX_CALL_INNER();

  private CallFlag() {}
}
