// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

import java.util.List;

/**
 * A row of {@code syscalls.tbl}.
 *
 * @param abi the section it stands in
 * @param number its number there
 * @param name its name, unique within the section
 * @param groups what it has to do with, as the head of the table explains
 * @param result the plain type of what it returns; {@code void} where it does not come back
 * @param arguments its arguments, in the order of the registers
 * @param remark the comment at the end of the row, or empty
 * @param line the line of the table
 */
public record Syscall(
    Abi abi,
    int number,
    String name,
    List<String> groups,
    String result,
    List<Argument> arguments,
    String remark,
    int line) {
  /** Copies the lists. */
  public Syscall {
    groups = List.copyOf(groups);
    arguments = List.copyOf(arguments);
  }

  /** Returns whether the call belongs to a group. */
  public boolean in(String group) {
    return groups.contains(group);
  }

  /** Returns whether the call comes back to its caller. */
  public boolean returns() {
    return !result.equals("void");
  }

  /** Returns the index of the argument with a name, or -1. */
  public int indexOf(String argument) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).name().equals(argument)) {
        return i;
      }
    }
    return -1;
  }
}
