// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

/**
 * What names a process for good on one boot of one host.
 *
 * @param tgid its number, in the initial pid namespace
 * @param start when it started, ns of CLOCK_BOOTTIME; 0 where only the number is known
 */
public record ProcessKey(int tgid, long start) {
  /** No process, or one that is not known. */
  public static final ProcessKey NONE = new ProcessKey(0, 0);
}
