// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_mark;

/**
 * An event of the recording itself, and a pair of clocks: {@code struct fx_mark}. The item of a
 * {@link MarkKind#SETTINGS} is CSTR, lines NAME=VALUE.
 */
public final class MarkRecord extends RecordHead {
  private static final long KIND = fx_mark.kind$offset();
  static final long ITEMS = fx_mark.items$offset();
  private static final long MONOTONIC = fx_mark.monotonic$offset();
  private static final long REALTIME = fx_mark.realtime$offset();
  private static final long BOOTTIME = fx_mark.boottime$offset();
  private static final int FIXED_BYTES = RecordType.MARK.fixedBytes();

  private final ItemCursor items = new ItemCursor();

  /** Returns what happened: {@code enum fx_mark_kind}. */
  public int kind() {
    return i32(KIND);
  }

  /** Returns CLOCK_MONOTONIC, ns. */
  public long monotonic() {
    return i64(MONOTONIC);
  }

  /** Returns CLOCK_REALTIME at the same moment, ns since 1970. */
  public long realtime() {
    return i64(REALTIME);
  }

  /** Returns CLOCK_BOOTTIME at the same moment, ns. */
  public long boottime() {
    return i64(BOOTTIME);
  }

  /** Returns how many items follow. */
  public int itemCount() {
    return i32(ITEMS);
  }

  /** Returns a cursor before the first item; the same cursor each time. */
  public ItemCursor items() {
    return items.over(segment, offset + FIXED_BYTES, end(), itemCount());
  }

  /** Returns whether settings say that calls are left out: a filter, and not {@code none}. */
  public boolean filters() {
    ItemCursor lines = items();
    while (lines.next()) {
      if (lines.kind() == ItemKind.CSTR && lines.text().lines().anyMatch(MarkRecord::filters)) {
        return true;
      }
    }
    return false;
  }

  private static boolean filters(String setting) {
    return setting.startsWith("filter=")
        && !setting.equals("filter=")
        && !setting.equals("filter=none");
  }
}
