// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

/**
 * How many bytes an argument points to: the LEN of {@code syscalls.tbl}.
 *
 * @param kind where the number comes from
 * @param argument index of the argument it comes from; -1 where it comes from none
 * @param factor bytes for each counted element
 * @param plus bytes before the counted elements
 * @param function the module's C function that captures the argument; empty but for {@link
 *     Kind#FUNCTION}
 */
public record Length(Kind kind, int argument, int factor, int plus, String function) {
  /** The size of the structure itself, or up to the end of the string. */
  public static final Length OWN = new Length(Kind.OWN, -1, 1, 0, "");

  /** Where a length comes from. */
  public enum Kind {
    /** From the type: the size of the structure, or up to the end of the string. */
    OWN,
    /** A number of bytes; it stands in {@link Length#plus()}. */
    FIXED,
    /** The value of an argument. */
    ARGUMENT,
    /** The result of the call. */
    RESULT,
    /** The 32-bit number that an argument points to. */
    POINTED,
    /** A C function of the module knows. */
    FUNCTION,
  }
}
