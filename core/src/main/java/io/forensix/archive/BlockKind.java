// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import org.jspecify.annotations.Nullable;

/** What a block holds. */
public enum BlockKind {
  /** What a recording is: {@link RecordingMeta}, as text. The first block of every session. */
  META(1),
  /** Records of one CPU, as they lay in the ring. */
  RECORDS(2);

  private final int code;

  BlockKind(int code) {
    this.code = code;
  }

  /** Returns the number in a block's header. */
  public int code() {
    return code;
  }

  /** Returns the kind with a number, or null where this version knows of none. */
  public static @Nullable BlockKind of(int code) {
    return switch (code) {
      case 1 -> META;
      case 2 -> RECORDS;
      default -> null;
    };
  }
}
