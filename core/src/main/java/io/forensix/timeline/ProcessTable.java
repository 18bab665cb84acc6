// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.ContextRecord;
import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
import io.forensix.record.ForkRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordHead;
import io.forensix.record.TaskRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a recording, folded from its records in the order of a {@link RecordMerge}.
 *
 * <pre>
 * processes
 *  └─ (tgid, start)
 *      ├─ parent    (tgid, start)      FORK; TASK knows the number only
 *      ├─ begin     ns                 FORK; else the first record that names the process
 *      ├─ earlier   lived before       TASK
 *      ├─ programs  time, path,        TASK; FORK (the parent's); EXEC adds one
 *      │            arguments
 *      ├─ who       time, identity     TASK; FORK (the parent's); EXEC, CONTEXT of the first thread
 *      ├─ comm      name               TASK, FORK, EXEC, EXIT of the first thread
 *      ├─ threads   count              TASK, FORK, EXIT
 *      └─ end       ns, wait status    EXIT that leaves no thread
 * </pre>
 *
 * <p>Numbers are used again, so that a process is named by its number and its start. Nothing is
 * ever forgotten: the table is the history, not only what lives.
 */
public final class ProcessTable {
  /**
   * A process in a tree that is given from the top down: its children follow it, one deeper.
   *
   * @param process the process
   * @param depth how many are above it
   * @param last whether no other child of the same process follows
   */
  public record Branch(Process process, int depth, boolean last) {}

  private final MutableIntObjectMap<MutableList<Process>> byTgid = IntObjectMaps.mutable.empty();
  private final List<Process> all = new ArrayList<>();
  private final IdentityTable identities = new IdentityTable();
  private @Nullable Process last;

  /** Takes the next record. */
  public void accept(RecordHead record) {
    identities.accept(record);
    switch (record) {
      case TaskRecord task -> task(task);
      case ForkRecord fork -> fork(fork);
      case ExecRecord exec -> exec(exec);
      case ContextRecord context -> identified(process(context), context);
      case ExitRecord exit -> exit(exit);
      default -> {
        // Any record shows that its process lives; 0 is no process but the idle task.
        if (record.tgid() != 0) {
          process(record);
        }
      }
    }
  }

  private void task(TaskRecord task) {
    Process process = process(task);
    if (task.tid() != task.tgid()) {
      process.thread(1);
      return;
    }
    process.found(task.parentTgid(), program(task.time(), task.items(), task.comm()));
    identified(process, task);
  }

  private void fork(ForkRecord fork) {
    Process parent = process(fork);
    if (fork.isThread()) {
      parent.thread(1);
    } else {
      Process child = process(fork.childTgid(), fork.childStart(), fork.time());
      child.forked(parent, fork.time());
      identities.find(fork.childTid()).ifPresent(identity -> child.is(fork.time(), identity));
    }
  }

  private void exec(ExecRecord exec) {
    Process process = process(exec);
    process.ran(program(exec.time(), exec.items(), exec.comm()));
    identified(process, exec);
  }

  /** The first thread speaks for the process. */
  private void identified(Process process, RecordHead record) {
    if (record.tid() == record.tgid()) {
      identities.find(record.tid()).ifPresent(identity -> process.is(record.time(), identity));
    }
  }

  private void exit(ExitRecord exit) {
    Process process = process(exit);
    process.threadEnded(exit.live(), exit.comm(), exit.tid() == exit.tgid());
    if (exit.live() == 0) {
      process.ended(exit.time(), exit.code());
    }
  }

  private static Program program(long time, ItemCursor items, String comm) {
    String path = "";
    List<String> arguments = List.of();
    while (items.next()) {
      if (items.kind() == ItemKind.CSTR && items.arg() == 0) {
        path = items.text();
      } else if (items.kind() == ItemKind.STRV && items.arg() == 1) {
        arguments =
            items.strings().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
      }
    }
    return new Program(time, path, arguments, comm);
  }

  private Process process(RecordHead record) {
    return process(record.tgid(), record.start(), record.time());
  }

  private Process process(int tgid, long start, long time) {
    Process recent = last;
    if (recent != null && recent.tgid() == tgid && recent.start() == start) {
      return recent;
    }
    MutableList<Process> known = byTgid.getIfAbsentPut(tgid, Lists.mutable::empty);
    Process found = known.detect(process -> process.start() == start);
    if (found == null) {
      found = new Process(tgid, start, time);
      known.add(found);
      all.add(found);
    }
    last = found;
    return found;
  }

  /** Returns every process there was, in the order of their first records. */
  public List<Process> all() {
    return List.copyOf(all);
  }

  /** Returns the process with a number and a start. */
  public Optional<Process> find(int tgid, long start) {
    MutableList<Process> known = byTgid.get(tgid);
    return known == null
        ? Optional.empty()
        : Optional.ofNullable(known.detect(process -> process.start() == start));
  }

  /** Returns the process that made another, as far as is known. */
  public Optional<Process> parent(Process child) {
    if (child.parentStart() != 0) {
      return find(child.parentTgid(), child.parentStart());
    }
    MutableList<Process> known = byTgid.get(child.parentTgid());
    if (known == null || child.parentTgid() == 0) {
      return Optional.empty();
    }
    // Only its number is known: it is the last with that number that started before the child.
    return known.stream()
        .filter(process -> process != child && process.start() <= child.start())
        .max(Comparator.comparingLong(Process::start));
  }

  /** Returns all processes there ever were: each below the one that made it. */
  public List<Branch> tree() {
    return tree(all);
  }

  /**
   * Returns the processes that lived at a time, ns of CLOCK_MONOTONIC. One whose maker was gone by
   * then stands below the nearest of its line that lived.
   */
  public List<Branch> treeAt(long time) {
    return tree(all.stream().filter(process -> process.livedAt(time)).toList());
  }

  private List<Branch> tree(List<Process> shown) {
    Map<Process, List<Process>> children = new IdentityHashMap<>();
    shown.forEach(process -> children.put(process, new ArrayList<>()));
    List<Process> roots = new ArrayList<>();
    for (Process process : shown) {
      List<Process> siblings = children.get(ancestor(process, children));
      (siblings == null ? roots : siblings).add(process);
    }
    List<Branch> branches = new ArrayList<>();
    grow(roots, children, branches);
    // Damaged records could say that two processes made each other: then neither is a root.
    for (Process process : shown) {
      if (children.containsKey(process)) {
        grow(List.of(process), children, branches);
      }
    }
    return branches;
  }

  private @Nullable Process ancestor(Process process, Map<Process, List<Process>> shown) {
    Process at = parent(process).orElse(null);
    for (int steps = 0; at != null && at != process && steps <= all.size(); steps++) {
      if (shown.containsKey(at)) {
        return at;
      }
      at = parent(at).orElse(null);
    }
    return null;
  }

  /** Without recursion: a line of descent can be longer than a stack is deep. */
  private static void grow(
      List<Process> roots, Map<Process, List<Process>> children, List<Branch> branches) {
    Deque<Branch> due = new ArrayDeque<>();
    push(due, roots, 0);
    while (!due.isEmpty()) {
      Branch branch = due.pop();
      List<Process> below = children.remove(branch.process);
      if (below != null) {
        branches.add(branch);
        push(due, below, branch.depth + 1);
      }
    }
  }

  private static void push(Deque<Branch> due, List<Process> siblings, int depth) {
    for (int i = siblings.size() - 1; i >= 0; i--) {
      due.push(new Branch(siblings.get(i), depth, i == siblings.size() - 1));
    }
  }
}
