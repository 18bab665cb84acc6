// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.record.MadeDescriptor;
import io.forensix.timeline.span.Source;
import org.eclipse.collections.api.map.primitive.MutableLongIntMap;
import org.eclipse.collections.impl.factory.primitive.LongIntMaps;

/**
 * Processes that supervise the calls of others (seccomp's listener), and give them descriptors.
 *
 * <p>A notice names the thread that waits; with the same number the supervisor gives it a
 * descriptor later. In that thread's own records nothing tells of it.
 */
final class Supervision {
  /** Bytes of the number of the notice, and of the thread that follows it. */
  private static final int NOTICE_BYTES = 12;

  private static final int RECEIVE = 0;
  private static final int ADD = 3;

  private static final int O_CLOEXEC = 02000000;

  /** Notices that were never answered: more are not kept. */
  private static final int MOST_NOTICES = 1 << 12;

  private final Tasks tasks;
  private final Descriptors descriptors;
  private final OpenFiles files;
  private final MutableLongIntMap waiting = LongIntMaps.mutable.empty();

  Supervision(Tasks tasks, Descriptors descriptors, OpenFiles files) {
    this.tasks = tasks;
    this.descriptors = descriptors;
    this.files = files;
  }

  /** Whether a command of ioctl(2) is one of seccomp's. */
  static boolean concerns(int command) {
    int number = command & 0xff;
    return (command >> 8 & 0xff) == '!' && (number == RECEIVE || number == ADD);
  }

  void fold(Task supervisor, CallRecord call) {
    if ((call.arg(1) & 0xff) == RECEIVE) {
      notice(call);
    } else {
      given(supervisor, call);
    }
  }

  /** A thread waits: from now on its descriptors may change without a call of its own. */
  private void notice(CallRecord call) {
    ItemCursor items = call.items();
    long id = 0;
    int tid = 0;
    while (items.next()) {
      if (items.kind() == ItemKind.BYTES && items.size() >= NOTICE_BYTES) {
        // The last is what came out.
        id = LittleEndian.i64(items.segment(), items.dataOffset());
        tid = LittleEndian.i32(items.segment(), items.dataOffset() + 8);
      }
    }
    Task target = tasks.byTid.get(tid);
    if (target != null) {
      if (waiting.size() >= MOST_NOTICES) {
        waiting.clear();
      }
      waiting.put(id, tid);
      target.table.supervised = true;
    }
  }

  private void given(Task supervisor, CallRecord call) {
    long id = 0;
    int from = -1;
    boolean closed = false;
    ItemCursor items = call.items();
    while (items.next()) {
      if (items.kind() == ItemKind.BYTES && items.size() >= 24) {
        id = LittleEndian.i64(items.segment(), items.dataOffset());
        from = LittleEndian.i32(items.segment(), items.dataOffset() + 12);
        closed = (LittleEndian.i32(items.segment(), items.dataOffset() + 20) & O_CLOEXEC) != 0;
      }
      Task target = tasks.byTid.get(waiting.getIfAbsent(id, -1));
      if (items.madeCount() > 0 && target != null) {
        give(supervisor, target, call, items.made(0), from, closed);
      }
    }
  }

  private void give(
      Task supervisor,
      Task target,
      CallRecord call,
      MadeDescriptor made,
      int from,
      boolean closed) {
    Source source = Situation.source(call, supervisor);
    Descriptor theirs = supervisor.table.open.get(from);
    OpenFile file =
        theirs != null && theirs.file.is(made.id())
            ? theirs.file
            : files.met(made.id(), call.left(), source);
    Descriptor there =
        descriptors.given(target.table, made.fd(), file, call.entered(), call.left(), source);
    there.comesFrom(supervisor.process.key, from);
    there.closedByExec = closed;
  }
}
