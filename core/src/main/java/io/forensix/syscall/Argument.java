// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

/**
 * One argument of a system call.
 *
 * @param name its name, unique within the call
 * @param type a plain type, or that of the memory it points to
 * @param direction which way that memory flows
 * @param length how much of it there is
 */
public record Argument(String name, String type, Direction direction, Length length) {
  /** Returns whether what the argument points to is captured. */
  public boolean captured() {
    return direction != Direction.VALUE;
  }
}
