// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import org.jspecify.annotations.Nullable;

/** What an item holds: {@code enum fx_item_kind}. */
public enum ItemKind {
  /** Raw bytes an argument points to. */
  BYTES(forensix_h.FX_ITEM_BYTES()),
  /** A string an argument points to, without its NUL. */
  CSTR(forensix_h.FX_ITEM_CSTR()),
  /** Strings of a NULL-terminated array, each with its NUL. */
  STRV(forensix_h.FX_ITEM_STRV()),
  /** An array of struct iovec, as in the caller's ABI. */
  IOVEC(forensix_h.FX_ITEM_IOVEC()),
  /** The bytes that an iovec array points to, in its order. */
  GATHER(forensix_h.FX_ITEM_GATHER()),
  /** {@code struct fx_file_id} of a descriptor: {@link FileId}. */
  FILE(forensix_h.FX_ITEM_FILE()),
  /** Control data of a message. */
  CONTROL(forensix_h.FX_ITEM_CONTROL()),
  /** Address of a message; a message is BYTES (its header), NAME, CONTROL, MADE, IOVEC, GATHER. */
  NAME(forensix_h.FX_ITEM_NAME()),
  /** {@code struct fx_made} of each descriptor that was made: {@link MadeDescriptor}. */
  MADE(forensix_h.FX_ITEM_MADE());

  private static final @Nullable ItemKind[] BY_CODE = byCode();

  private final int code;

  ItemKind(int code) {
    this.code = code;
  }

  /** Returns the number in {@code fx_item.kind}. */
  public int code() {
    return code;
  }

  /** Returns whether it says which files are meant, and is no data of the argument itself. */
  public boolean identifies() {
    return this == FILE || this == MADE;
  }

  /** Returns the kind with a number, or null where this version knows of none. */
  public static @Nullable ItemKind of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  private static @Nullable ItemKind[] byCode() {
    int most = 0;
    for (ItemKind kind : values()) {
      most = Math.max(most, kind.code);
    }
    @Nullable ItemKind[] table = new ItemKind[most + 1];
    for (ItemKind kind : values()) {
      table[kind.code] = kind;
    }
    return table;
  }
}
