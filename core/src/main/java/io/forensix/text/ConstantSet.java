// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of the numbers of one type.
 *
 * @param type the type
 * @param bits whether the names stand for bits, rather than for whole numbers
 * @param counts whether a number without a name is written in decimal
 * @param unknown what stands in a comment beside a number without a name; may be empty
 * @param constants the names; the first that fits wins
 * @param values the number of each name
 */
record ConstantSet(
    String type,
    boolean bits,
    boolean counts,
    String unknown,
    List<Constant> constants,
    Map<String, Long> values) {
  /**
   * One name.
   *
   * @param name as in the kernel's headers
   * @param value its number
   * @param mask the bits it speaks about
   * @param field whether these bits are a field, of which the value may be 0
   * @param shift where not 0, these bits are a number, moved left by so much
   */
  record Constant(String name, long value, long mask, boolean field, int shift) {}

  ConstantSet(String type, boolean bits, boolean counts, String unknown, List<Constant> constants) {
    this(type, bits, counts, unknown, List.copyOf(constants), values(constants));
  }

  private static Map<String, Long> values(List<Constant> constants) {
    Map<String, Long> values = new HashMap<>();
    constants.forEach(constant -> values.putIfAbsent(constant.name, constant.value));
    return values;
  }

  /** Returns the name of a whole number, or null. */
  @Nullable String name(long value) {
    for (Constant constant : constants) {
      if (constant.value == value) {
        return constant.name;
      }
    }
    return null;
  }

  /** Returns the number with a name, or null. */
  @Nullable Long value(String name) {
    return values.get(name);
  }

  /** Writes a number by its name or names. */
  void print(Line line, long value) {
    long rest = bits ? flags(line, value) : value;
    if (!bits) {
      String name = name(value);
      if (name != null) {
        line.add(name);
      } else {
        unnamed(line, rest);
      }
    }
  }

  /** Writes the names of bits and returns those without one. */
  private long flags(Line line, long value) {
    int from = line.length();
    long rest = value;
    long claimed = 0;
    boolean bit = false;
    for (Constant constant : constants) {
      if (fits(constant, value, rest, claimed)) {
        line.add(line.length() > from ? "|" : "");
        if (constant.shift != 0) {
          line.unsigned((value & constant.mask) >>> constant.shift).add("<<");
        }
        line.add(constant.name);
        rest &= ~constant.mask;
        claimed |= constant.mask;
        bit |= !constant.field;
      }
    }
    boolean named = line.length() > from;
    if (rest != 0 && named && !bit && !unknown.startsWith("O_")) {
      line.add('|');
      unnamed(line, rest);
    } else if (rest != 0 && named) {
      line.add('|').hex(rest);
    } else if (rest != 0) {
      unnamed(line, rest);
    } else if (!named) {
      line.add('0');
    }
    return rest;
  }

  private static boolean fits(Constant constant, long value, long rest, long claimed) {
    if (constant.field) {
      return (value & constant.mask) == constant.value && (claimed & constant.mask) == 0;
    }
    return constant.shift != 0
        ? (rest & constant.mask) != 0
        : (rest & constant.value) == constant.value;
  }

  private void unnamed(Line line, long value) {
    if (counts) {
      line.decimal(value);
    } else {
      // An enum is an int, -5 as it stands in memory.
      line.hex(bits ? value : value & 0xffff_ffffL);
    }
    if (!unknown.isEmpty()) {
      line.add(" /* ").add(unknown).add(" */");
    }
  }
}
