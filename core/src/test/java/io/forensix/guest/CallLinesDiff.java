// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares lines about calls, and keeps each difference as a text of a few lines. */
final class CallLinesDiff {
  private final KnownDifferences known;
  private final List<String> differences = new ArrayList<>();
  private int compared;

  CallLinesDiff(KnownDifferences known) {
    this.known = known;
  }

  List<String> differences() {
    return differences;
  }

  /** How many pairs of lines were compared. */
  int compared() {
    return compared;
  }

  /** Compares what strace says of a thread with what we say, from its first exec on if traced. */
  void thread(String who, List<String> theirs, List<String> ours) {
    if (theirs.size() != ours.size()) {
      differences.add(who + ": strace tells of " + theirs.size() + " calls, we of " + ours.size());
    }
    for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++) {
      compared++;
      String their = theirs.get(i);
      String our = ours.get(i);
      if (!their.equals(our) && !known.excuse(their, our)) {
        differences.add(
            Straced.name(their) + " (" + who + ")\n  strace: " + their + "\n  we:     " + our);
        if (!Straced.name(their).equals(Straced.name(our))) {
          return;
        }
      }
    }
  }

  /** Compares what a family expected of each call with what a witness says of it. */
  void family(CallFamily family, String witness, List<String> calls, boolean ours) {
    // What it cannot count: the return from a handler.
    List<String> lines =
        Straced.family(calls).stream().filter(line -> !line.startsWith("rt_sigreturn(")).toList();
    if (lines.size() != family.lines().size()) {
      differences.add(
          family.name()
              + " made "
              + family.lines().size()
              + " calls, "
              + witness
              + " tells of "
              + lines.size());
    }
    for (int i = 0; i < Math.min(lines.size(), family.lines().size()); i++) {
      String expected = family.lines().get(i);
      String told = lines.get(i);
      if (expected.equals(CallFamily.UNSAID)) {
        continue;
      }
      compared++;
      if (!expected.equals(told) && !(ours && known.excuse(expected, told))) {
        differences.add(
            Straced.name(expected)
                + " ("
                + family.name()
                + ")\n  expected: "
                + expected
                + "\n  "
                + witness
                + ": "
                + told);
      }
    }
  }

  /** Each family must really have made the calls that it says it tests. */
  void made(CallFamily family, List<String> calls) {
    for (String name : family.calls()) {
      if (Straced.family(calls).stream().noneMatch(line -> Straced.name(line).equals(name))
          && !name.startsWith("exit")) {
        differences.add(family.name() + " says it tests " + name + ", and did not call it");
      }
    }
  }

  /** The calls of a thread in one of the maps, by tid. */
  static List<String> of(Map<Integer, List<String>> threads, int tid) {
    return Straced.calls(threads.getOrDefault(tid, List.of()));
  }
}
