// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
import io.forensix.record.FdRecord;
import io.forensix.record.ForkRecord;
import io.forensix.record.TaskRecord;
import io.forensix.timeline.fold.Life.Running;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.ProcessSpan;
import io.forensix.timeline.span.ProgramSpan;
import io.forensix.timeline.span.Source;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.ThreadSpan;
import io.forensix.timeline.span.TimelineSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** The life of processes and threads: TASK, FORK, EXEC, EXIT. */
final class LifeFold {
  private final TimelineSink sink;
  private final Tasks tasks;
  private final Descriptors descriptors;
  private final OpenFiles files;
  private final Identities identities;
  private final Places places;
  private final Situation situation;

  LifeFold(
      TimelineSink sink,
      Tasks tasks,
      Descriptors descriptors,
      OpenFiles files,
      Identities identities,
      Places places,
      Situation situation) {
    this.sink = sink;
    this.tasks = tasks;
    this.descriptors = descriptors;
    this.files = files;
    this.identities = identities;
    this.places = places;
    this.situation = situation;
  }

  /** A task that was there. */
  void found(TaskRecord record) {
    Task task = tasks.of(record);
    Source source = Situation.source(record, task);
    task.start = record.taskStart();
    task.comm = record.comm();
    if (record.tid() == record.tgid()) {
      Life life = task.process;
      life.parent = parent(record.parentTgid());
      if (life.running == null) {
        Image image = Image.of(record.items());
        life.running = new Running(0, image, record.comm(), life.from, Cause.FOUND, source);
      }
    }
    identities.is(task, record.context(), Cause.FOUND, source);
    places.found(task, record);
  }

  private ProcessKey parent(int tgid) {
    Life known = tasks.byTgid.get(tgid);
    return known == null ? new ProcessKey(tgid, 0) : known.key;
  }

  /** A descriptor that was there, unless calls have changed it since the look at it. */
  void descriptor(FdRecord record) {
    Task task = tasks.of(record);
    DescriptorTable table = task.table;
    if (!table.awaited
        || table.touched.contains(record.fd())
        || table.open.containsKey(record.fd())) {
      return;
    }
    Source source = Situation.source(record, task);
    OpenFile file = files.met(record.id(), record.time(), source);
    file.references++;
    Descriptor one =
        new Descriptor(record.fd(), file, record.time(), Cause.FOUND, source, situation.losses);
    one.closedByExec = record.closedByExec();
    one.doubts = Set.of(Doubt.ORIGIN);
    table.open.put(record.fd(), one);
  }

  /** The snapshot is done: what it tells of is whole. */
  void snapshot() {
    situation.snapshotDone = true;
    tasks.byTid.forEachValue(task -> {
      DescriptorTable table = task.table;
      if (table.awaited) {
        table.awaited = false;
        table.touched.clear();
        // Whoever was not looked at (it came in between) may have more than is known.
        table.complete = task.process.running != null ? situation.losses : -1;
      }
    });
  }

  void fork(ForkRecord record) {
    Task parent = tasks.of(record);
    Source source = Situation.source(record, parent);
    long flags = parent.cloneFlags;
    boolean thread = record.isThread();
    boolean sharesFiles = flags == -1 ? thread : (flags & Sharing.CLONE_FILES) != 0;
    boolean sharesPlaces = flags == -1 ? thread : (flags & Sharing.CLONE_FS) != 0;
    ProcessKey maker = parent.process.key;
    Task known = tasks.byTid.get(record.childTid());
    if (known != null && known.process.key.start() == record.childStart()) {
      return;
    }
    DescriptorTable table =
        sharesFiles
            ? parent.table
            : parent.table.fork(record.time(), source, maker, situation.losses);
    Life life =
        thread
            ? parent.process
            : tasks.begin(
                new ProcessKey(record.childTgid(), record.childStart()),
                record.time(),
                Cause.FORK,
                source);
    Task child =
        tasks.add(
            life,
            record.childTid(),
            record.time(),
            thread ? Cause.SHARE : Cause.FORK,
            source,
            table,
            sharesPlaces
                ? parent.directories
                : places.fork(parent.directories, record.time(), source),
            maker);
    child.start = record.taskStart();
    child.makerTid = parent.tid;
    child.comm = parent.comm;
    if (!thread) {
      born(parent.process, life, record.time(), source);
    }
    identities.fork(parent, child, record.time(), source);
  }

  private static void born(Life parent, Life child, long time, Source source) {
    child.parent = parent.key;
    child.parentRollcount = parent.rollcount;
    Running running = parent.running;
    if (running != null) {
      child.running = new Running(0, running.image(), running.comm(), time, Cause.FORK, source);
    }
  }

  /** The thread that calls exec is the only one that is left, under the number of the first. */
  void exec(ExecRecord record) {
    Task task = record.oldTid() == record.tid() ? null : tasks.byTid.get(record.oldTid());
    if (task != null && task.process.key.start() == record.start()) {
      moved(task, record);
    } else {
      task = tasks.of(record);
    }
    Source source = Situation.source(record, task);
    Life life = task.process;
    for (Task other : new ArrayList<>(life.tasks)) {
      if (other != task) {
        endThread(other, record.time(), End.EXEC, 0, source);
      }
    }
    Running before = life.running;
    if (before != null) {
      sink.program(program(life, before, record.time(), End.EXEC, source));
    }
    int number = before == null ? 0 : before.number() + 1;
    life.running =
        new Running(
            number, Image.of(record.items()), record.comm(), record.time(), Cause.EXEC, source);
    task.comm = record.comm();
    ownTable(task, record.time(), source);
    closeByExec(task.table, record.time(), source);
    identities.is(task, record.context(), Cause.EXEC, source);
  }

  private void moved(Task task, ExecRecord record) {
    Source source =
        new Source(record.time(), record.cpu(), record.seq(), task.process.key, record.tid());
    sink.thread(thread(task, record.time(), End.EXEC, 0, source));
    Task first = tasks.byTid.get(record.tid());
    if (first != null && first != task) {
      endThread(first, record.time(), End.EXEC, 0, source);
    }
    tasks.byTid.remove(task.tid);
    identities.renumbered(task, record.tid(), record.time(), source);
    task.tid = record.tid();
    task.from = record.time();
    task.cause = Cause.EXEC;
    task.begun = source;
    tasks.byTid.put(task.tid, task);
  }

  private void ownTable(Task task, long time, Source source) {
    if (task.table.members.size() > 1) {
      DescriptorTable before = task.table;
      task.table = before.fork(time, source, task.process.key, situation.losses);
      task.table.open.forEachValue(one -> one.cause = Cause.UNSHARE);
      descriptors.leave(before, task.process.key, time, End.UNSHARE, source);
      task.table.join(task.process.key, time, source, task.process.key);
    }
  }

  private void closeByExec(DescriptorTable table, long time, Source source) {
    descriptors.settle(table, time);
    table.changed.clear();
    MutableIntList gone = IntLists.mutable.empty();
    table.open.forEachKeyValue((fd, one) -> {
      if (one.closedByExec) {
        gone.add(fd);
      }
    });
    gone.sortThis();
    gone.forEach(fd -> {
      Descriptor one = table.open.remove(fd);
      descriptors.end(table, one, time, End.EXEC, source);
    });
  }

  void exit(ExitRecord record) {
    Task task = tasks.of(record);
    Source source = Situation.source(record, task);
    task.comm = record.comm();
    if (record.taskStart() != 0) {
      task.start = record.taskStart();
    }
    Life life = task.process;
    endThread(task, record.time(), End.EXIT, record.code(), source);
    if (record.live() == 0) {
      for (Task other : new ArrayList<>(life.tasks)) {
        endThread(other, record.time(), End.UNSEEN, 0, source);
      }
      endProcess(life, record.time(), End.EXIT, record.code(), source);
    } else if (life.tasks.isEmpty()) {
      // Threads live that no record has named: they are met later, and go on with the process.
      tasks.byTgid.put(life.key.tgid(), life);
    }
  }

  /** Another process has the number: this one's end was not met. */
  void gone(Life life, Source source) {
    for (Task task : new ArrayList<>(life.tasks)) {
      endThread(task, source.time(), End.UNSEEN, 0, source);
    }
    endProcess(life, source.time(), End.UNSEEN, 0, source);
    tasks.byTgid.remove(life.key.tgid());
  }

  private void endThread(Task task, long time, End how, int status, Source source) {
    sink.thread(thread(task, time, how, status, source));
    End closed = how == End.UNSEEN ? End.UNSEEN : End.EXIT;
    descriptors.leave(task.table, task.process.key, time, closed, source);
    places.leave(task, time, source);
    identities.leave(task, time, source);
    tasks.remove(task);
  }

  private void endProcess(Life life, long time, End how, int status, Source source) {
    Running running = life.running;
    if (running != null) {
      sink.program(program(life, running, time, how, source));
    }
    sink.process(process(life, time, how, status, source));
  }

  private ProcessSpan process(Life life, long to, End how, int status, Source ended) {
    return new ProcessSpan(
        life.key,
        life.rollcount,
        life.parent,
        life.parentRollcount,
        life.from,
        to,
        life.cause,
        life.begun,
        how,
        status,
        ended,
        doubts(life, life.cause, how));
  }

  private ProgramSpan program(Life life, Running of, long to, End how, Source ended) {
    Image image = of.image();
    return new ProgramSpan(
        life.key,
        of.number(),
        image.path(),
        image.file(),
        image.arguments(),
        image.environment(),
        of.comm(),
        of.from(),
        to,
        of.cause(),
        of.begun(),
        how,
        ended,
        doubts(life, of.cause(), how));
  }

  private ThreadSpan thread(Task task, long to, End how, int status, Source ended) {
    return new ThreadSpan(
        task.process.key,
        task.tid,
        task.start,
        task.makerTid,
        task.from,
        to,
        task.cause,
        task.begun,
        how,
        status,
        ended,
        task.comm,
        doubts(task.process, task.cause, how));
  }

  private Set<Doubt> doubts(Life life, Cause cause, End how) {
    Set<Doubt> doubts = cause == Cause.FOUND ? Set.of(Doubt.ORIGIN) : Set.of();
    boolean lost = how == End.NONE && life.seen < situation.losses;
    return how == End.UNSEEN || lost ? Doubt.with(doubts, Doubt.END) : doubts;
  }

  private Set<DescriptorTable> tables() {
    Set<DescriptorTable> tables = Collections.newSetFromMap(new IdentityHashMap<>());
    tasks.byTid.forEachValue(task -> tables.add(task.table));
    return tables;
  }

  /** Nothing more comes that could explain what was met. */
  void settle() {
    tables().forEach(table -> descriptors.settle(table, Span.OPEN));
  }

  void open(TimelineSink to) {
    tasks.byTgid.forEachValue(life -> {
      to.process(process(life, Span.OPEN, End.NONE, 0, Source.NONE));
      Running running = life.running;
      if (running != null) {
        to.program(program(life, running, Span.OPEN, End.NONE, Source.NONE));
      }
    });
    tasks.byTid.forEachValue(task -> {
      to.thread(thread(task, Span.OPEN, End.NONE, 0, Source.NONE));
    });
    tables().forEach(table -> descriptors.open(table, to));
  }
}
