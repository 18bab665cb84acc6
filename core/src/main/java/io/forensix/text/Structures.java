// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Abi;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The structures of {@code structs.txt}, laid out for each ABI when first asked for. */
final class Structures {
  private static final Map<Abi, Map<String, String[]>> ROWS = rows();
  private static final Map<Abi, Map<String, Structure>> LAID_OUT = new EnumMap<>(Abi.class);

  private Structures() {}

  /** Returns a structure, or null where there is no such row. */
  static synchronized @Nullable Structure get(Abi abi, String name) {
    Map<String, Structure> known = LAID_OUT.computeIfAbsent(abi, any -> new HashMap<>());
    Structure structure = known.get(name);
    if (structure == null) {
      String[] row = row(abi, name);
      if (row == null) {
        return null;
      }
      structure = Structure.of(abi, row);
      known.put(name, structure);
    }
    return structure;
  }

  static Set<String> names(Abi abi) {
    return ROWS.getOrDefault(abi.table(), Map.of()).keySet();
  }

  private static String @Nullable [] row(Abi abi, String name) {
    return ROWS.getOrDefault(abi.table(), Map.of()).get(name);
  }

  private static Map<Abi, Map<String, String[]>> rows() {
    Map<Abi, Map<String, String[]>> rows = new EnumMap<>(Abi.class);
    rows.put(Abi.X86_64, new LinkedHashMap<>());
    rows.put(Abi.IA32, new LinkedHashMap<>());
    String[] section = {"any"};
    Rows.read(
        "structs.txt",
        row -> {
          String[] fields = row.strip().split("\\s+");
          if (fields[0].equals("abi")) {
            section[0] = fields[1];
            return;
          }
          rows.forEach((abi, known) -> {
            if (section[0].equals("any") || section[0].equals(abi.label())) {
              known.put(fields[0], fields);
            }
          });
        });
    return rows;
  }
}
