// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Source;

/** Who shares descriptors and directories with whom: clone, unshare. */
final class Sharing {
  static final long CLONE_FS = 0x200;
  static final long CLONE_FILES = 0x400;

  private final Tasks tasks;
  private final Descriptors descriptors;
  private final Situation situation;

  Sharing(Tasks tasks, Descriptors descriptors, Situation situation) {
    this.tasks = tasks;
    this.descriptors = descriptors;
    this.situation = situation;
  }

  /** The flags of a clone, told before its FORK. */
  void entered(Task task, CallRecord call, CallKind kind) {
    task.cloneFlags = flags(call, kind);
  }

  static long flags(CallRecord call, CallKind kind) {
    return switch (kind.row().name()) {
      case "clone" -> call.arg(0);
      case "clone3" -> {
        ItemCursor items = call.items();
        while (items.next()) {
          if (items.arg() == 0 && items.kind() == ItemKind.BYTES && items.size() >= 8) {
            yield LittleEndian.i64(items.segment(), items.dataOffset());
          }
        }
        yield -1;
      }
      default -> 0;
    };
  }

  /** The record of the clone itself comes after the FORK, and may say what was not known then. */
  void cloned(Task task, CallRecord call, CallKind kind) {
    long before = task.cloneFlags;
    task.cloneFlags = -1;
    long flags = flags(call, kind);
    Task child = call.ret() > 0 ? tasks.byTid.get((int) call.ret()) : null;
    if (before != -1 || flags == -1 || child == null || child.from < call.entered()) {
      return;
    }
    Source source = Situation.source(call, task);
    if ((flags & CLONE_FILES) != 0 && child.table != task.table) {
      share(task, child, source);
    }
    if ((flags & CLONE_FS) != 0 && child.directories != task.directories) {
      child.directories.users.remove(child);
      child.directories = task.directories;
      child.directories.users.add(child);
    }
  }

  /** What was taken for a copy is one with its parent's: so is what the child did since. */
  private void share(Task task, Task child, Source source) {
    DescriptorTable copy = child.table;
    copy.open.forEachValue(one -> {
      if (one.cause != Cause.FORK || one.from != child.from) {
        Descriptor there = task.table.open.get(one.fd);
        if (there == null || there.provisional()) {
          one.file.references++;
          task.table.open.put(one.fd, one);
        }
      }
    });
    task.table
        .open
        .select(one -> !copy.open.containsKey(one.fd) && one.from < child.from)
        .forEach(one -> {
          task.table.open.remove(one.fd);
          descriptors.end(task.table, one, source.time(), End.CLOSE, source);
        });
    copy.open.forEachValue(one -> one.file.references--);
    copy.open.clear();
    copy.members.clear();
    child.table = task.table;
    child.table.join(child.process.key, child.from, child.begun, task.process.key);
  }

  /** A task has copies of its own from here on. */
  void unshare(Task task, long flags, long time, Source source) {
    if ((flags & CLONE_FILES) != 0 && task.table.shared()) {
      DescriptorTable before = task.table;
      DescriptorTable own = before.fork(time, source, task.process.key, situation.losses);
      own.open.forEachValue(one -> one.cause = Cause.UNSHARE);
      task.table = own;
      descriptors.leave(before, task.process.key, time, End.UNSHARE, source);
      own.join(task.process.key, time, source, task.process.key);
    }
    // Whoever unshares anything that hangs on the file system's root gets its own.
    if ((flags & CLONE_FS) != 0 && task.directories.users.size() > 1) {
      Directories before = task.directories;
      task.directories = new Directories(before.work, before.root);
      task.directories.users.add(task);
      before.users.remove(task);
    }
  }

  /** Whose descriptor pidfd_getfd took. */
  void pidfdOwner(Task task, CallRecord call, Descriptor made) {
    Descriptor pidfd = task.table.open.get((int) call.arg(0));
    Life owner = pidfd == null ? null : tasks.byTgid.get(pidfd.file.pidfdOf);
    if (owner == null) {
      return;
    }
    made.comesFrom(owner.key, (int) call.arg(1));
    Descriptor theirs =
        owner.tasks.isEmpty() ? null : owner.tasks.get(0).table.open.get(made.originFd);
    if (theirs != null && theirs.guessed() && made.file.key.known() && theirs.file != made.file) {
      theirs.file.describe(made.file);
    }
  }
}
