// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a workload says it made.
 *
 * @param operations of its own kind
 * @param seconds they took
 * @param calls how often which thread made which call, those it counted
 * @param grown by how much the module's counters grew in that time, by name
 */
record Made(long operations, double seconds, Map<Caller, Long> calls, Map<String, Long> grown) {
  /** A thread and the number of a call. */
  record Caller(int tid, int nr) {}

  /**
   * Reads what the program printed; see kernel/tests/work.c.
   *
   * @throws IllegalArgumentException when it does not say that it did something, and how long that
   *     took
   */
  static Made parse(List<String> lines) {
    Map<Caller, Long> calls = new HashMap<>();
    Map<String, Long> grown = new HashMap<>();
    long operations = 0;
    double seconds = 0;
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words[0].equals("made") && words.length == 4) {
        Caller caller = new Caller(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        calls.merge(caller, Long.parseLong(words[3]), Long::sum);
      } else if (words[0].equals("before") && words.length == 3) {
        grown.merge(words[1], -Long.parseLong(words[2]), Long::sum);
      } else if (words[0].equals("after") && words.length == 3) {
        grown.merge(words[1], Long.parseLong(words[2]), Long::sum);
      } else if (words[0].equals("work") && words.length == 3) {
        operations = Long.parseLong(words[1]);
        seconds = Double.parseDouble(words[2]);
      }
    }
    if (!(seconds > 0) || operations == 0) {
      throw new IllegalArgumentException("the workload does not say what it did: " + lines);
    }
    return new Made(operations, seconds, calls, grown);
  }

  /** Returns by how much a counter of the module's grew; 0 where it was not loaded. */
  long grown(String counter) {
    return grown.getOrDefault(counter, 0L);
  }

  /** Returns how many calls it counted. */
  long sum() {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }
}
