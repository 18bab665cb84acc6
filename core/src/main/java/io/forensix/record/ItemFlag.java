// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;

/** Bits of {@code fx_item.flags}: {@code enum fx_item_flag}. */
public final class ItemFlag {
  /** Ends before a page that could not be read. */
  public static final int FAULT = forensix_h.FX_ITEM_FAULT();

  /** Cut at a limit of the recorder. */
  public static final int LIMIT = forensix_h.FX_ITEM_LIMIT();

  /** An input that was copied when the call returned. */
  public static final int AT_EXIT = forensix_h.FX_ITEM_AT_EXIT();

  /** Goes on in DATA records. */
  public static final int MORE = forensix_h.FX_ITEM_MORE();

  private ItemFlag() {}
}
