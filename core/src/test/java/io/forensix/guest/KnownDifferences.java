// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The documented differences between our lines and strace's: kernel/tests/calls/differences.txt. */
final class KnownDifferences {
  private final List<Row> rows;
  private final List<Row> used = new ArrayList<>();

  /** In lines of these calls, what fits these patterns may differ. */
  private record Row(List<String> calls, Pattern theirs, Pattern ours, String why) {
    boolean excuses(String name, String their, String our) {
      return (calls.contains(name) || calls.contains("*"))
          && theirs.matcher(their).find()
          && ours.matcher(our).find()
          && theirs.matcher(their).replaceAll("~").equals(ours.matcher(our).replaceAll("~"));
    }
  }

  private KnownDifferences(List<Row> rows) {
    this.rows = rows;
  }

  static KnownDifferences read() {
    return new KnownDifferences(
        CallFamily.rows("differences.txt").stream()
            .map(f ->
                new Row(
                    List.of(f[0].split(",")), Pattern.compile(f[1]), Pattern.compile(f[2]), f[3]))
            .toList());
  }

  /** Returns whether two lines about a call are equal but for a documented difference. */
  boolean excuse(String their, String our) {
    for (Row row : rows) {
      if (row.excuses(Straced.name(their), their, our)) {
        used.add(row);
        return true;
      }
    }
    return false;
  }

  /** Returns those that no line needed. */
  List<String> unused() {
    return rows.stream().filter(row -> !used.contains(row)).map(Row::toString).toList();
  }
}
