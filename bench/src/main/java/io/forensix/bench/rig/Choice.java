// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Arrays;
import java.util.List;

/** Constants by the names that they have on command lines and in files. */
final class Choice {
  private Choice() {}

  /**
   * Returns the constant of a name.
   *
   * @param what they are called together, for the message
   * @throws IllegalArgumentException when there is none
   */
  static <E extends Enum<E>> E of(Class<E> type, String what, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no %s '%s'; there are %s"
                    .formatted(what, name, Arrays.toString(type.getEnumConstants()))));
  }

  /**
   * Returns the constants of names with commas between them, each once, in the order of the type.
   *
   * @throws IllegalArgumentException when there is none of a name
   */
  static <E extends Enum<E>> List<E> list(Class<E> type, String what, String names) {
    return Arrays.stream(names.split(","))
        .map(name -> of(type, what, name))
        .distinct()
        .sorted()
        .toList();
  }
}
