// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
import io.forensix.record.ForkRecord;
import io.forensix.record.RecordHead;
import io.forensix.record.TaskRecord;
import io.forensix.timeline.Identity;
import io.forensix.timeline.Process;
import io.forensix.timeline.ProcessTable;
import io.forensix.timeline.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rows of {@code process} and {@code thread} of one host. Of what has ended a row is written once;
 * of what lives it is taken away and written anew in each transaction.
 */
final class ProcessRows {
  private final int host;
  private final ProcessTable table = new ProcessTable();
  private final Map<Integer, Thread> threads = new TreeMap<>();
  private final List<Thread> ended = new ArrayList<>();
  private final Set<Process> written = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A thread; began or ended is 0 where that is not known. */
  private record Thread(int tgid, long start, int tid, long began, long ended) {}

  ProcessRows(int host) {
    this.host = host;
  }

  void accept(RecordHead record) {
    table.accept(record);
    switch (record) {
      case TaskRecord task ->
          threads.putIfAbsent(
              task.tid(), new Thread(task.tgid(), task.start(), task.tid(), task.time(), 0));
      case ForkRecord fork ->
          threads.put(
              fork.childTid(),
              new Thread(fork.childTgid(), fork.childStart(), fork.childTid(), fork.time(), 0));
      case ExecRecord exec -> renamed(exec);
      case ExitRecord exit -> {
        Thread known = threads.remove(exit.tid());
        long began = known == null ? 0 : known.began;
        ended.add(new Thread(exit.tgid(), exit.start(), exit.tid(), began, exit.time()));
      }
      default -> {
        // Neither begins a thread nor ends one.
      }
    }
  }

  /** The thread that calls exec goes on under the number of the first one. */
  private void renamed(ExecRecord exec) {
    Thread caller = exec.oldTid() == exec.tid() ? null : threads.remove(exec.oldTid());
    if (caller != null) {
      ended.add(new Thread(caller.tgid, caller.start, caller.tid, caller.began, exec.time()));
    }
  }

  /** Takes what has ended as written: a transaction before this run did it. */
  void written() {
    ended.clear();
    for (ProcessTable.Branch branch : table.tree()) {
      if (branch.process().ended()) {
        written.add(branch.process());
      }
    }
  }

  /** Writes what has ended since, and what lives; rows of what lived before are gone by now. */
  void write(Rows rows) {
    for (ProcessTable.Branch branch : table.tree()) {
      Process process = branch.process();
      if (!process.ended() || written.add(process)) {
        process(rows, process);
      }
    }
    for (Thread thread : ended) {
      thread(rows, thread);
    }
    ended.clear();
    for (Thread thread : threads.values()) {
      thread(rows, thread);
    }
  }

  private void process(Rows rows, Process process) {
    Identity who = process.identity().orElse(null);
    Program program = process.program().orElse(null);
    boolean known = who != null;
    int parent = process.parentTgid();
    long parentStart = table.parent(process).map(Process::start).orElse(0L);
    rows.to("process").add(host).add(process.tgid()).add(process.start());
    rows.add(parent, parent != 0).add(parentStart, parentStart != 0);
    rows.time(process.begin()).time(process.ended() ? process.end() : 0).add(process.earlier());
    rows.add(process.comm()).add(program == null ? null : program.path());
    rows.add(program == null ? List.of() : program.arguments());
    rows.add(known ? (int) who.uid() : 0, known).add(known ? (int) who.euid() : 0, known);
    boolean login = known && who.loginUid() != Identity.NONE;
    rows.add(login ? (int) who.loginUid() : 0, login);
    rows.add(known ? who.session() : 0, known).add(known ? RecordRows.tty(who.tty()) : null);
    boolean exited = process.ended() && process.signal() == 0;
    boolean killed = process.ended() && process.signal() != 0;
    rows.add(exited ? process.exitStatus() : 0, exited).add(process.signal(), killed);
    rows.add(!process.ended()).end();
  }

  private void thread(Rows rows, Thread thread) {
    rows.to("thread").add(host).add(thread.tgid).add(thread.start).add(thread.tid);
    rows.time(thread.began).time(thread.ended).add(thread.ended == 0).end();
  }
}
