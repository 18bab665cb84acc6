// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The counters of the kernel module: {@code /proc/auditinfo}, lines of a name and a number, then a
 * table with a row for each CPU. Names that this version does not know are kept, too.
 *
 * @param totals the numbers of all CPUs together, by name
 * @param cpus the numbers of each CPU, by the names of the table's columns
 */
public record Counters(Map<String, Long> totals, List<Map<String, Long>> cpus) {
  /** Where the module shows them. */
  public static final Path PATH = Path.of("/proc/auditinfo");

  private static final String FIRST_COLUMN = "cpu";

  /**
   * Reads them.
   *
   * @throws DeviceException when there is no such file: the module is not loaded
   * @throws IOException when it cannot be read
   */
  public static Counters read(Path file) throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new DeviceException(
          DeviceException.Kind.NOT_LOADED,
          "there is no " + file + ": the kernel module is not loaded (forensix load)");
    }
  }

  /** Takes the text apart; lines that are no counters are passed over. */
  public static Counters parse(String text) {
    Map<String, Long> totals = new LinkedHashMap<>();
    List<Map<String, Long>> cpus = new ArrayList<>();
    String[] columns = {};
    for (String line : text.lines().toList()) {
      String[] fields = line.strip().split("\\s+");
      if (fields[0].equals(FIRST_COLUMN)) {
        columns = fields;
      } else if (columns.length > 0 && fields.length == columns.length) {
        Map<String, Long> row = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i++) {
          put(row, columns[i], fields[i]);
        }
        cpus.add(row);
      } else if (fields.length == 2) {
        put(totals, fields[0], fields[1]);
      }
    }
    return new Counters(totals, cpus);
  }

  private static void put(Map<String, Long> map, String name, String number) {
    try {
      map.put(name, Long.parseLong(number));
    } catch (NumberFormatException e) {
      // A word of a later version: not a counter.
    }
  }

  /** Returns a number by its name, 0 where the module does not show it. */
  public long get(String name) {
    return totals.getOrDefault(name, 0L);
  }
}
