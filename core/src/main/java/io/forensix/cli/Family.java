// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.record.ForkRecord;
import io.forensix.record.RecordHead;
import io.forensix.record.TaskRecord;
import io.forensix.timeline.span.ProcessKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes that are asked for and, if wished, what came of them. It grows with the records: a
 * fork is on record before anything that the child does.
 */
final class Family {
  private final Set<Integer> numbers;
  private final Set<ProcessKey> chosen;
  private final boolean children;
  private final Set<ProcessKey> descendants = new HashSet<>();

  /** Whose children were there when recording began; a child may be told of before its parent. */
  private final Map<Integer, List<ProcessKey>> found = new HashMap<>();

  /**
   * Makes a family.
   *
   * @param numbers processes and threads, whoever had the number
   * @param chosen processes
   * @param children whether all that they made belongs to it
   */
  Family(Set<Integer> numbers, Set<ProcessKey> chosen, boolean children) {
    this.numbers = Set.copyOf(numbers);
    this.chosen = Set.copyOf(chosen);
    this.children = children;
  }

  /** Returns whether nobody in particular is asked for. */
  boolean everybody() {
    return numbers.isEmpty() && chosen.isEmpty();
  }

  /** Takes the next record, before it is asked whether that one belongs here. */
  void learn(RecordHead record) {
    if (!children) {
      return;
    }
    if (record instanceof ForkRecord fork) {
      if (has(fork.tgid(), fork.start())) {
        descendants.add(new ProcessKey(fork.childTgid(), fork.childStart()));
      }
    } else if (record instanceof TaskRecord task) {
      ProcessKey key = new ProcessKey(task.tgid(), task.start());
      found.computeIfAbsent(task.parentTgid(), any -> new ArrayList<>()).add(key);
      if (has(task.tgid(), task.start()) || foundHas(task.parentTgid())) {
        adopt(key);
      }
    }
  }

  /** A number stands for one process while the snapshot is taken. */
  private boolean foundHas(int tgid) {
    return numbers.contains(tgid)
        || Stream.of(chosen, descendants).flatMap(Set::stream).anyMatch(one -> one.tgid() == tgid);
  }

  private void adopt(ProcessKey key) {
    Deque<ProcessKey> next = new ArrayDeque<>(List.of(key));
    while (!next.isEmpty()) {
      ProcessKey one = next.remove();
      descendants.add(one);
      for (ProcessKey child : found.getOrDefault(one.tgid(), List.of())) {
        if (!descendants.contains(child)) {
          next.add(child);
        }
      }
    }
  }

  /** Returns whether a process belongs to it. */
  boolean has(int tgid, long start) {
    if (numbers.contains(tgid)) {
      return true;
    }
    ProcessKey key = new ProcessKey(tgid, start);
    return chosen.contains(key) || descendants.contains(key);
  }

  /** Returns whether a thread was asked for by its number. */
  boolean hasThread(int tid) {
    return numbers.contains(tid);
  }
}
