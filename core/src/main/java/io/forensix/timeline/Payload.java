// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.ItemCursor;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * One piece of data of a call: an item together with the DATA records that continue it.
 *
 * @param kind what it holds; null where this version does not know the kind
 * @param arg the argument it belongs to, 0 to 5, or {@code FX_ARG_RESULT}
 * @param flags {@code enum fx_item_flag} of the item and of what continues it; MORE is not set
 * @param full bytes there were
 * @param captured bytes that are on record, from the first on without a gap
 * @param bytes the first of these; not all of them where they would have taken too much memory
 * @param missing a part that the record promises did not come
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares payloads; the array is not copied.
public record Payload(
    @Nullable ItemKind kind,
    int arg,
    int flags,
    long full,
    long captured,
    byte[] bytes,
    boolean missing) {
  /** Copies an item that nothing continues, but no more than so many bytes of it. */
  static Payload of(ItemCursor item, int keepBytes) {
    byte[] bytes = new byte[Math.min(item.size(), keepBytes)];
    item.copy(bytes, 0);
    return new Payload(
        item.kind(), item.arg(), item.flags(), item.full(), item.size(), bytes, false);
  }

  /** Returns whether it says which files are meant, and is no data of the argument itself. */
  public boolean identifies() {
    return kind != null && kind.identifies();
  }

  /** Returns whether the bytes end before a page that could not be read. */
  public boolean faulted() {
    return (flags & ItemFlag.FAULT) != 0;
  }

  /** Returns whether the bytes were cut at a limit of the recorder. */
  public boolean limited() {
    return (flags & ItemFlag.LIMIT) != 0;
  }

  /** Returns whether an input was copied only when the call returned. */
  public boolean atExit() {
    return (flags & ItemFlag.AT_EXIT) != 0;
  }
}
