// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The documented differences between our lines and strace's: kernel/tests/calls/differences.txt.
 */
final class KnownDifferences {
  /** Fits nothing. */
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  private final List<Row> rows;
  private final Set<Row> used = new HashSet<>();

  /** In lines of these calls, what fits these patterns may differ; an empty one fits nothing. */
  private record Row(Set<String> calls, Pattern theirs, Pattern ours, String why) {
    boolean speaksOf(String name) {
      return calls.contains(name) || calls.contains("*");
    }
  }

  private KnownDifferences(List<Row> rows) {
    this.rows = rows;
  }

  static KnownDifferences read() {
    return new KnownDifferences(
        CallFamily.rows("differences.txt").stream()
            .map(f -> new Row(Set.of(f[0].split(",")), pattern(f[1]), pattern(f[2]), f[3]))
            .toList());
  }

  private static Pattern pattern(String text) {
    return text.equals("-") ? NOTHING : Pattern.compile(text);
  }

  /** Returns whether two lines about a call are equal but for documented differences. */
  boolean excuse(String their, String our) {
    String name = Straced.name(their);
    String left = their;
    String right = our;
    List<Row> needed = new ArrayList<>();
    for (Row row : rows) {
      // What only one of them has is left out, what both have in their ways becomes the same.
      boolean both = row.theirs != NOTHING && row.ours != NOTHING;
      boolean here = row.theirs.matcher(left).find();
      boolean there = row.ours.matcher(right).find();
      if (row.speaksOf(name) && (both ? here && there : here || there)) {
        left = row.theirs.matcher(left).replaceAll(both ? "~" : "");
        right = row.ours.matcher(right).replaceAll(both ? "~" : "");
        needed.add(row);
      }
    }
    if (left.equals(right)) {
      used.addAll(needed);
      return true;
    }
    return false;
  }

  /** Returns those that no line needed. */
  List<String> unused() {
    return rows.stream().filter(row -> !used.contains(row)).map(Row::toString).toList();
  }
}
