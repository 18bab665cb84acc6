// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference of two texts as diff -u shows it: E. W. Myers, An O(ND) Difference Algorithm and
 * Its Variations, 1986. Where they have too little in common, all of one stands against all of the
 * other.
 */
public final class LineDiff {
  /** Steps of the search: it keeps as many integers, squared. */
  private static final int MOST_CHANGES = 1000;

  private static final int CONTEXT = 3;

  private final List<String> old;
  private final List<String> now;

  /** A line: kept (' '), taken away ('-') or added ('+'), and where it stands in both. */
  private record Edit(char kind, int old, int now) {}

  /**
   * A line of a difference.
   *
   * @param kind kept (' '), taken away ('-') or added ('+')
   */
  public record Line(char kind, String text) {}

  /**
   * Lines that changed, with some about them.
   *
   * @param old lines of the old text before it
   * @param now lines of the new text before it
   */
  public record Hunk(int old, int now, List<Line> lines) {
    /** Copies the list. */
    public Hunk {
      lines = List.copyOf(lines);
    }

    private long count(char other) {
      return lines.stream().filter(line -> line.kind != other).count();
    }
  }

  /** Makes the difference of two texts, which are lines. */
  public LineDiff(List<String> old, List<String> now) {
    this.old = old;
    this.now = now;
  }

  /** Writes it, or nothing where there is none. */
  public void write(PrintWriter out, String oldName, String newName) {
    List<Hunk> hunks = hunks();
    if (!hunks.isEmpty()) {
      out.println("--- " + oldName);
      out.println("+++ " + newName);
    }
    for (Hunk hunk : hunks) {
      String old = range(hunk.old, hunk.count('+'));
      out.println("@@ -%s +%s @@".formatted(old, range(hunk.now, hunk.count('-'))));
      hunk.lines.forEach(line -> out.println(line.kind + line.text));
    }
  }

  /** Returns what changed; nothing where the texts are the same. */
  public List<Hunk> hunks() {
    List<Edit> edits = edits();
    List<Hunk> hunks = new ArrayList<>();
    int at = 0;
    while (at < edits.size()) {
      if (edits.get(at).kind == ' ') {
        at++;
        continue;
      }
      int to = end(edits, at);
      hunks.add(hunk(edits.subList(Math.max(0, at - CONTEXT), to)));
      at = to;
    }
    return hunks;
  }

  private Hunk hunk(List<Edit> edits) {
    List<Line> lines = new ArrayList<>();
    for (Edit edit : edits) {
      String text = edit.kind == '+' ? now.get(edit.now) : old.get(edit.old);
      lines.add(new Line(edit.kind, text));
    }
    return new Hunk(edits.getFirst().old, edits.getFirst().now, lines);
  }

  /** A hunk goes on until more lines are the same than stand between two hunks. */
  private static int end(List<Edit> edits, int from) {
    int same = 0;
    int at = from;
    while (at < edits.size() && same <= 2 * CONTEXT) {
      same = edits.get(at).kind == ' ' ? same + 1 : 0;
      at++;
    }
    return at - Math.max(0, same - CONTEXT);
  }

  private static String range(int from, long count) {
    return (count == 0 ? from : from + 1) + (count == 1 ? "" : "," + count);
  }

  private List<Edit> edits() {
    int most = Math.min(old.size() + now.size(), MOST_CHANGES);
    int[] furthest = new int[2 * most + 2];
    List<int[]> rounds = new ArrayList<>();
    for (int changes = 0; changes <= most; changes++) {
      rounds.add(Arrays.copyOf(furthest, furthest.length));
      for (int k = -changes; k <= changes; k += 2) {
        boolean down = k == -changes || k != changes && at(furthest, k - 1) < at(furthest, k + 1);
        int x = down ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
        while (x < old.size() && x - k < now.size() && old.get(x).equals(now.get(x - k))) {
          x++;
        }
        furthest[Math.floorMod(k, furthest.length)] = x;
        if (x >= old.size() && x - k >= now.size()) {
          return back(rounds, changes);
        }
      }
    }
    return replaced();
  }

  private static int at(int[] furthest, int k) {
    return furthest[Math.floorMod(k, furthest.length)];
  }

  private List<Edit> back(List<int[]> rounds, int changes) {
    List<Edit> edits = new ArrayList<>();
    int x = old.size();
    int y = now.size();
    for (int d = changes; d >= 0; d--) {
      int[] furthest = rounds.get(d);
      int k = x - y;
      boolean down = k == -d || k != d && at(furthest, k - 1) < at(furthest, k + 1);
      int fromX = d == 0 ? 0 : at(furthest, down ? k + 1 : k - 1);
      int fromY = d == 0 ? 0 : fromX - (down ? k + 1 : k - 1);
      while (x > fromX && y > fromY) {
        edits.add(new Edit(' ', --x, --y));
      }
      if (d > 0) {
        edits.add(down ? new Edit('+', x, --y) : new Edit('-', --x, y));
      }
    }
    return edits.reversed();
  }

  private List<Edit> replaced() {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      edits.add(new Edit('-', i, 0));
    }
    for (int i = 0; i < now.size(); i++) {
      edits.add(new Edit('+', old.size(), i));
    }
    return edits;
  }
}
