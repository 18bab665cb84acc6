// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallRecord;
import io.forensix.record.FileId;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.record.MadeDescriptor;
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
 * Descriptors that are passed in messages (SCM_RIGHTS). The kernel says which files they are of
 * when they are received; who sent them is told by the files, of which the oldest message under way
 * that carries them is the one. Of a descriptor that was closed at once the kernel cannot say it:
 * then it is taken to be of the oldest message that has as many, with the doubt noted.
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
    IntList fds = IntLists.immutable.empty();
    boolean closed = (call.arg(flagsOf(call)) & MSG_CMSG_CLOEXEC) != 0;
    while (items.next()) {
      if (items.kind() == ItemKind.CONTROL) {
        missed(task, call, fds, closed);
        fds = passed(items, call.abi());
      } else if (items.madeCount() > 0) {
        fds = take(task, call, items, fds);
      }
    }
    missed(task, call, fds, closed);
  }

  /** Descriptors that the kernel could not name. */
  private void missed(Task task, CallRecord call, IntList fds, boolean closed) {
    if (!fds.isEmpty()) {
      guess(task, call, fds, closed);
    }
  }

  /** recvmsg has its flags third, recvmmsg fourth; nothing else stands there with this bit. */
  private static int flagsOf(CallRecord call) {
    return call.arg(3) != 0 && (call.arg(3) & MSG_CMSG_CLOEXEC) != 0 ? 3 : 2;
  }

  /** Takes those of a message that the kernel names, and returns those that it does not. */
  private IntList take(Task task, CallRecord call, ItemCursor items, IntList fds) {
    Source source = source(task, call);
    MutableIntList left = IntLists.mutable.withAll(fds);
    Cargo cargo = cargo(items, fds, call.left());
    for (int i = 0; i < items.madeCount(); i++) {
      MadeDescriptor made = items.made(i);
      int place = fds.indexOf(made.fd());
      OpenFile file;
      if (place < 0) {
        file = files.opened(made.id(), call.left(), Cause.ANONYMOUS, source);
      } else if (cargo != null && !cargo.files[place].key.known()) {
        file = files.learn(cargo.files[place], made.id());
      } else {
        file = files.met(made.id(), call.left(), source);
      }
      Cause cause = place < 0 ? Cause.ANONYMOUS : Cause.SCM_RIGHTS;
      Descriptor put =
          descriptors.put(task.table, made.fd(), file, call.entered(), call.left(), cause, source);
      put.closedByExec = made.closedByExec();
      if (place >= 0 && cargo != null) {
        put.comesFrom(cargo.process, cargo.fds[place]);
      }
      left.remove(made.fd());
    }
    if (cargo != null) {
      // After the receiver's, which keep what they are of.
      for (OpenFile file : cargo.files) {
        files.release(file, source.time(), source);
      }
    }
    return left;
  }

  /** The oldest message under way whose files are these. */
  private @Nullable Cargo cargo(ItemCursor items, IntList fds, long before) {
    for (Iterator<Cargo> all = underWay.iterator(); all.hasNext(); ) {
      Cargo one = all.next();
      if (one.fds.length == fds.size() && one.entered <= before && carries(one, items, fds)) {
        all.remove();
        return one;
      }
    }
    return null;
  }

  private static boolean carries(Cargo cargo, ItemCursor items, IntList fds) {
    for (int i = 0; i < items.madeCount(); i++) {
      MadeDescriptor made = items.made(i);
      int place = fds.indexOf(made.fd());
      if (place >= 0 && cargo.files[place].key.known() && !cargo.files[place].is(made.id())) {
        return false;
      }
    }
    return true;
  }

  private void guess(Task task, CallRecord call, IntList fds, boolean closed) {
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
