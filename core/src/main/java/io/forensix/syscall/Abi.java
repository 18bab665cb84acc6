// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

import java.util.Locale;
import java.util.Optional;

/** By which convention a call was made; the order is that of {@code enum fx_abi}. */
public enum Abi {
  /** The 64-bit calls. */
  X86_64("x86_64", 8),
  /** 32-bit calls, with numbers of their own. */
  IA32("ia32", 4),
  /** 64-bit calls with 32-bit pointers; their numbers are those of {@link #X86_64}. */
  X32("x32", 4);

  private static final Abi[] ALL = values();

  private final String label;
  private final int pointerBytes;

  Abi(String label, int pointerBytes) {
    this.label = label;
    this.pointerBytes = pointerBytes;
  }

  /** Returns the name as it stands in {@code syscalls.tbl}. */
  public String label() {
    return label;
  }

  /** Returns the number of {@code fx_call.abi}. */
  public int code() {
    return ordinal();
  }

  /** Returns the bytes of a pointer and of a {@code long} in the caller's memory. */
  public int pointerBytes() {
    return pointerBytes;
  }

  /** Returns the convention whose rows of the table describe the calls of this one. */
  public Abi table() {
    return this == X32 ? X86_64 : this;
  }

  /**
   * Returns the convention of {@code fx_call.abi}, empty for a number this version does not know.
   */
  public static Optional<Abi> of(int code) {
    return code >= 0 && code < ALL.length ? Optional.of(ALL[code]) : Optional.empty();
  }

  /** Returns the convention with this label, empty when there is none. */
  public static Optional<Abi> named(String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    for (Abi abi : ALL) {
      if (abi.label.equals(wanted)) {
        return Optional.of(abi);
      }
    }
    return Optional.empty();
  }
}
