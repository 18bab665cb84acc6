// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.RecordHead;
import io.forensix.timeline.fold.Directories.Place;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.Source;
import java.util.Set;
import java.util.function.BiConsumer;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/** The threads and processes that live, by number. */
final class Tasks {
  final MutableIntObjectMap<Task> byTid = IntObjectMaps.mutable.empty();
  final MutableIntObjectMap<Life> byTgid = IntObjectMaps.mutable.empty();
  private final MutableIntIntMap rolls = IntIntMaps.mutable.empty();
  private final Situation situation;
  private final BiConsumer<Life, Source> gone;
  private @Nullable Task last;

  /** Tells {@code gone} of processes whose number another one has by now. */
  Tasks(Situation situation, BiConsumer<Life, Source> gone) {
    this.situation = situation;
    this.gone = gone;
  }

  /** Returns the thread that a record names; made where it was not known. */
  Task of(RecordHead record) {
    Task recent = last;
    int tid = record.tid();
    if (recent == null || recent.tid != tid || recent.process.key.start() != record.start()) {
      recent = byTid.get(tid);
    }
    if (recent == null
        || recent.process.key.start() != record.start()
        || recent.process.key.tgid() != record.tgid()) {
      recent = found(record);
    }
    recent.process.seen = situation.losses;
    last = recent;
    return recent;
  }

  private Task found(RecordHead record) {
    ProcessKey key = new ProcessKey(record.tgid(), record.start());
    Source source = new Source(record.time(), record.cpu(), record.seq(), key, record.tid());
    Life life = byTgid.get(record.tgid());
    if (life == null || life.key.start() != record.start()) {
      life = begin(key, record.time(), Cause.FOUND, source);
    }
    DescriptorTable table;
    Directories directories;
    if (life.tasks.isEmpty()) {
      table = new DescriptorTable();
      table.awaited = !situation.snapshotDone;
      directories = new Directories(nowhere(record, source), nowhere(record, source));
    } else {
      table = life.tasks.get(0).table;
      directories = life.tasks.get(0).directories;
    }
    return add(life, record.tid(), record.time(), Cause.FOUND, source, table, directories, key);
  }

  private static Place nowhere(RecordHead record, Source source) {
    Set<Doubt> doubts = Set.of(Doubt.ORIGIN, Doubt.PATH);
    return new Place(OpenFile.NOTHING, record.time(), Cause.FOUND, source, doubts);
  }

  /** A process begins; what had its number before is gone. */
  Life begin(ProcessKey key, long time, Cause cause, Source source) {
    Life before = byTgid.get(key.tgid());
    if (before != null) {
      gone.accept(before, source);
    }
    int roll = rolls.addToValue(key.tgid(), 1) - 1;
    Life life = new Life(key, roll, time, cause, source, situation.losses);
    byTgid.put(key.tgid(), life);
    return life;
  }

  Task add(
      Life life,
      int tid,
      long time,
      Cause cause,
      Source source,
      DescriptorTable table,
      Directories directories,
      ProcessKey maker) {
    Task before = byTid.get(tid);
    if (before != null && before.process != life) {
      gone.accept(before.process, source);
    }
    Task task = new Task(life, tid, time, cause, source, table, directories);
    life.tasks.add(task);
    byTid.put(tid, task);
    table.join(life.key, time, source, maker);
    directories.users.add(task);
    return task;
  }

  void remove(Task task) {
    task.process.tasks.remove(task);
    if (byTid.get(task.tid) == task) {
      byTid.remove(task.tid);
    }
    if (task.process.tasks.isEmpty() && byTgid.get(task.process.key.tgid()) == task.process) {
      byTgid.remove(task.process.key.tgid());
    }
    last = null;
  }
}
