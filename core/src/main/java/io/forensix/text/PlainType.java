// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Abi;

/**
 * A type whose value is all there is to it.
 *
 * @param name as in {@code syscalls.tbl}
 * @param bytes its width; {@link #WIDE} for that of a register
 * @param signed whether its highest bit is a sign
 * @param text how it is written
 */
record PlainType(String name, int bytes, boolean signed, Text text) {
  /** As wide as a register of the ABI. */
  static final int WIDE = 0;

  /** Writes a value that has the width and the sign of its type. */
  @FunctionalInterface
  interface Text {
    void print(Line line, long value);
  }

  /** Returns the bytes it has in the memory of a caller. */
  int bytesIn(Abi abi) {
    return bytes == WIDE ? abi.pointerBytes() : bytes;
  }

  /** Writes what a register holds. */
  void printRegister(Line line, long register) {
    // Registers are 64 bits wide in x32 calls too; only ia32 has narrow ones.
    int width = bytes == WIDE ? (line.abi() == Abi.IA32 ? 4 : 8) : bytes;
    text.print(line, narrow(register, width, signed));
  }

  /** Returns the low bytes of a number, with a sign or without. */
  static long narrow(long value, int bytes, boolean signed) {
    int shift = 64 - 8 * bytes;
    return signed ? value << shift >> shift : value << shift >>> shift;
  }
}
