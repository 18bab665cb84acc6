// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

/** Which way the memory behind an argument flows. */
public enum Direction {
  /** The argument is a plain value; no memory is behind it. */
  VALUE(""),
  /** Read by the kernel: captured at entry. */
  IN("in"),
  /** Written by the kernel: captured at exit. */
  OUT("out"),
  /** Read and written: captured at entry and at exit. */
  INOUT("inout");

  private final String label;

  Direction(String label) {
    this.label = label;
  }

  /** Returns the word of {@code syscalls.tbl}; empty for {@link #VALUE}. */
  public String label() {
    return label;
  }
}
