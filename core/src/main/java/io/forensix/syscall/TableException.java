// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

/** The text of a syscall table breaks its grammar. The message begins with the line number. */
public final class TableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int line;

  TableException(int line, String what) {
    super("syscalls.tbl line " + line + ": " + what);
    this.line = line;
  }

  /** Returns the line of the fault, counted from 1. */
  public int line() {
    return line;
  }
}
