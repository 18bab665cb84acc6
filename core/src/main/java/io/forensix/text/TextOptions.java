// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

/**
 * How much of a call is shown.
 *
 * @param strings bytes shown of data that is read or written and of arguments of a program, and
 *     unless verbose, elements shown of an array; names and paths are always whole
 * @param verbose every field of a structure, every entry of an environment
 */
public record TextOptions(int strings, boolean verbose) {
  /** Bytes of data that strace shows. */
  public static final int USUAL_STRINGS = 32;

  /** What strace shows. */
  public static final TextOptions USUAL = new TextOptions(USUAL_STRINGS, false);

  /** All there is. */
  public static final TextOptions ALL = new TextOptions(Integer.MAX_VALUE, true);

  /** Refuses a negative number of bytes. */
  public TextOptions {
    if (strings < 0) {
      throw new IllegalArgumentException("cannot show " + strings + " bytes");
    }
  }
}
