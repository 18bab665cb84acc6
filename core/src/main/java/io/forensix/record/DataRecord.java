// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_data;

/**
 * More payload of a call: {@code struct fx_data}. It joins its call by {@link #tid()} and {@link
 * #entered()}, and may come before it (input) or after it (output).
 */
public final class DataRecord extends RecordHead {
  private static final long ENTERED = fx_data.entered$offset();
  private static final long OFFSET = fx_data.offset$offset();
  static final long ITEM = fx_data.item$offset();

  private final ItemCursor item = new ItemCursor();

  /** Returns when the call was entered, ns of CLOCK_MONOTONIC. */
  public long entered() {
    return i64(ENTERED);
  }

  /** Returns the position of these bytes within the item. */
  public long itemOffset() {
    return i64(OFFSET);
  }

  /** Returns a cursor on the only item; the same cursor each time. */
  public ItemCursor item() {
    item.over(segment, offset + ITEM, end(), 1);
    if (!item.next()) {
      throw new IllegalStateException("a cursor let an item through that overruns its record");
    }
    return item;
  }
}
