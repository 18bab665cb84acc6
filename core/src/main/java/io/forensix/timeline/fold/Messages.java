// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallRecord;
import io.forensix.record.FileId;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors that are passed in messages (SCM_RIGHTS). The message does not say which files they
 * are of; the kernel does, when the receiver first uses one. Until then it is taken to be the
 * oldest message under way that has as many, with the doubt noted.
 */
final class Messages {
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;

  /** Messages that nobody may ever receive: more are not kept. */
  private static final int MOST_UNDER_WAY = 1 << 12;

  /** What one message carries. */
  private record Cargo(ProcessKey process, int[] fds, OpenFile[] files, long entered) {}

  private final Descriptors descriptors;
  private final OpenFiles files;
  private final Deque<Cargo> underWay = new ArrayDeque<>();

  /** What was received lately: what was wrongly taken for it can be told by its file. */
  private final Deque<Cargo> received = new ArrayDeque<>();

  Messages(Descriptors descriptors, OpenFiles files) {
    this.descriptors = descriptors;
    this.files = files;
  }

  void sent(Task task, CallRecord call) {
    if (call.ret() < 0) {
      return;
    }
    ItemCursor items = call.items();
    while (items.next()) {
      IntList fds = passed(items, call.abi());
      if (!fds.isEmpty()) {
        OpenFile[] carried = new OpenFile[fds.size()];
        for (int i = 0; i < carried.length; i++) {
          Descriptor one = task.table.open.get(fds.get(i));
          carried[i] =
              one == null ? files.nameless(call.left(), Cause.FOUND, source(task, call)) : one.file;
          carried[i].references++;
        }
        underWay.add(new Cargo(task.process.key, fds.toArray(), carried, call.entered()));
        forget(underWay, source(task, call));
      }
    }
  }

  private static Source source(Task task, CallRecord call) {
    return Situation.source(call, task);
  }

  void received(Task task, CallRecord call) {
    if (call.ret() < 0) {
      return;
    }
    ItemCursor items = call.items();
    boolean closed = (call.arg(flagsOf(call)) & MSG_CMSG_CLOEXEC) != 0;
    while (items.next()) {
      IntList fds = passed(items, call.abi());
      if (!fds.isEmpty()) {
        take(task, call, fds, closed);
      }
    }
  }

  /** recvmsg has its flags third, recvmmsg fourth; nothing else stands there with this bit. */
  private static int flagsOf(CallRecord call) {
    return call.arg(3) != 0 && (call.arg(3) & MSG_CMSG_CLOEXEC) != 0 ? 3 : 2;
  }

  private void take(Task task, CallRecord call, IntList fds, boolean closed) {
    Source source = source(task, call);
    Cargo cargo = oldest(fds.size(), call.left());
    for (int i = 0; i < fds.size(); i++) {
      OpenFile file =
          cargo == null ? files.nameless(call.left(), Cause.SCM_RIGHTS, source) : cargo.files[i];
      Descriptor made =
          descriptors.put(
              task.table, fds.get(i), file, call.entered(), call.left(), Cause.SCM_RIGHTS, source);
      made.closedByExec = closed;
      made.doubts = Set.of(Doubt.FILE);
      if (cargo != null) {
        made.comesFrom(cargo.process, cargo.fds[i]);
      }
    }
    if (cargo != null) {
      received.add(cargo);
      forget(received, source);
    }
  }

  private @Nullable Cargo oldest(int count, long before) {
    for (Iterator<Cargo> all = underWay.iterator(); all.hasNext(); ) {
      Cargo one = all.next();
      if (one.fds.length == count && one.entered <= before) {
        all.remove();
        return one;
      }
    }
    return null;
  }

  /** The kernel has named a file that was received: who sent that one? */
  void named(Descriptor there, FileId id) {
    for (Deque<Cargo> some : java.util.List.of(underWay, received)) {
      for (Cargo one : some) {
        for (int i = 0; i < one.fds.length; i++) {
          if (one.files[i].is(id)) {
            there.comesFrom(one.process, one.fds[i]);
            return;
          }
        }
      }
    }
    there.comesFrom(ProcessKey.NONE, -1);
  }

  private void forget(Deque<Cargo> some, Source source) {
    int most = some == received ? 64 : MOST_UNDER_WAY;
    while (some.size() > most) {
      for (OpenFile file : some.remove().files) {
        files.release(file, source.time(), source);
      }
    }
  }

  /** The descriptors in the control data of a message. */
  private static IntList passed(ItemCursor items, int abi) {
    MutableIntList fds = IntLists.mutable.empty();
    if (items.kind() != ItemKind.CONTROL) {
      return fds;
    }
    int word = CallKind.word(abi);
    int head = word + 8;
    for (long at = 0; at + head <= items.size(); ) {
      long place = items.dataOffset() + at;
      long length =
          word == 8
              ? LittleEndian.i64(items.segment(), place)
              : LittleEndian.u32(items.segment(), place);
      if (length < head || length > items.size() - at) {
        break;
      }
      int level = LittleEndian.i32(items.segment(), place + word);
      int type = LittleEndian.i32(items.segment(), place + word + 4);
      if (level == SOL_SOCKET && type == SCM_RIGHTS) {
        for (long i = head; i + 4 <= length; i += 4) {
          fds.add(LittleEndian.i32(items.segment(), place + i));
        }
      }
      at += (length + word - 1) & -word;
    }
    return fds;
  }
}
