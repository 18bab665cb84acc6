// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.text.ConstantSet.Constant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sets of {@code constants.txt} and the error numbers of {@code errors.txt}. */
final class Constants {
  private static final Map<String, ConstantSet> SETS = new Sets().read();
  private static final Map<Integer, Error> ERRORS = errors();

  private Constants() {}

  /** An error number: its name and what strerror(3) says. */
  record Error(String name, String message) {}

  /** Returns the names of a type, or null. */
  static @Nullable ConstantSet set(String type) {
    return SETS.get(type);
  }

  /** Returns a set that has to be there. */
  static ConstantSet need(String type) {
    ConstantSet set = SETS.get(type);
    if (set == null) {
      throw new IllegalArgumentException("constants.txt has no set " + type);
    }
    return set;
  }

  static Collection<ConstantSet> all() {
    return SETS.values();
  }

  /** Returns an error by its positive number, or null. */
  static @Nullable Error error(int number) {
    return ERRORS.get(number);
  }

  private static Map<Integer, Error> errors() {
    Map<Integer, Error> errors = new HashMap<>();
    Rows.read(
        "errors.txt",
        row -> {
          String[] fields = row.split(" ", 3);
          errors.put(Integer.valueOf(fields[0]), new Error(fields[1], fields[2]));
        });
    return errors;
  }

  /** Collects the rows of one set after the other. */
  private static final class Sets {
    private static final List<String> KINDS = List.of("enum", "count", "flags");

    private final Map<String, ConstantSet> sets = new LinkedHashMap<>();
    private final List<Constant> constants = new ArrayList<>();
    private String @Nullable [] head;

    Map<String, ConstantSet> read() {
      Rows.read("constants.txt", this::row);
      close();
      return sets;
    }

    private void row(String row) {
      String[] fields = row.strip().split("\\s+");
      if (row.startsWith(" ")) {
        for (String field : fields) {
          constants.add(constant(field));
        }
        return;
      }
      close();
      if (fields.length < 2 || !KINDS.contains(fields[0])) {
        throw new IllegalArgumentException("not one of " + KINDS + " and a type");
      }
      head = fields;
    }

    private void close() {
      if (head == null) {
        return;
      }
      String unknown = head.length > 2 ? head[2] : "";
      boolean bits = head[0].equals("flags");
      boolean counts = head[0].equals("count");
      ConstantSet set = new ConstantSet(head[1], bits, counts, unknown, constants);
      if (sets.put(head[1], set) != null) {
        throw new IllegalArgumentException("a second set " + head[1]);
      }
      constants.clear();
    }

    private static Constant constant(String field) {
      String[] parts = field.split("[=/]");
      if (parts[1].startsWith("<<")) {
        int shift = Integer.parseInt(parts[1].substring(2));
        return new Constant(parts[0], 1L << shift, Long.decode(parts[2]), false, shift);
      }
      long value = Long.decode(parts[1]);
      if (parts.length < 3) {
        // A 0 without a mask is said only when there is nothing else to say.
        return new Constant(parts[0], value, value == 0 ? -1 : value, value == 0, 0);
      }
      long mask = parts[2].equals("all") ? -1 : Long.decode(parts[2]);
      return new Constant(parts[0], value, mask, true, 0);
    }
  }
}
