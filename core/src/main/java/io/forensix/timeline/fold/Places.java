// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.TaskRecord;
import io.forensix.timeline.fold.Directories.Place;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.DirectorySpan;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Source;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.TimelineSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Working and root directories, and whole paths made with them. */
final class Places {
  private static final int AT_FDCWD = -100;

  /** A path, and what is not certain about it. */
  record Where(byte[] path, Set<Doubt> doubts) {}

  private final TimelineSink sink;

  Places(TimelineSink sink) {
    this.sink = sink;
  }

  Directories fork(Directories parent, long time, Source source) {
    return new Directories(
        parent.work.at(time, Cause.FORK, source), parent.root.at(time, Cause.FORK, source));
  }

  /** The task is no user of its directories any more. */
  void leave(Task task, long time, Source source) {
    Directories of = task.directories;
    of.users.remove(task);
    if (of.users.stream().noneMatch(user -> user.process == task.process)) {
      span(sink, task, false, of.work, time, End.EXIT, source);
      span(sink, task, true, of.root, time, End.EXIT, source);
    }
  }

  private static void span(
      TimelineSink to, Task task, boolean root, Place of, long time, End how, Source source) {
    boolean joined = task.process.from > of.from;
    to.directory(
        new DirectorySpan(
            task.process.key,
            root,
            of.path(),
            Math.max(task.process.from, of.from),
            time,
            joined ? Cause.SHARE : of.cause,
            joined ? task.process.begun : of.begun,
            how,
            source,
            of.doubts()));
  }

  /** A call that changes a directory, or says which it is. */
  void fold(Task task, CallRecord call, CallKind kind) {
    if (call.ret() < 0) {
      return;
    }
    Source source = Situation.source(call, task);
    switch (kind.row().name()) {
      case "chdir" -> change(task, false, path(task, call, AT_FDCWD, 0), Cause.CHDIR, source);
      case "fchdir" -> change(task, false, of(task, (int) call.arg(0)), Cause.FCHDIR, source);
      case "chroot" -> change(task, true, path(task, call, AT_FDCWD, 0), Cause.CHROOT, source);
      case "pivot_root" ->
          change(
              task,
              true,
              new Where(new byte[] {'/'}, Set.of(Doubt.PATH)),
              Cause.PIVOT_ROOT,
              source);
      default -> said(task, call, source);
    }
  }

  /** getcwd tells what may not have been known. */
  private void said(Task task, CallRecord call, Source source) {
    ItemCursor items = call.items();
    while (items.next()) {
      if (items.kind() == ItemKind.BYTES && items.size() > 1 && items.byteAt(0) == '/') {
        byte[] bytes = items.copy();
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
          length++;
        }
        byte[] path = java.util.Arrays.copyOf(bytes, length);
        learn(task.directories, path, source);
      }
    }
  }

  private static void learn(Directories of, byte[] path, Source source) {
    Place known = of.work;
    if (!known.known()) {
      known.learn(path);
    } else if (known.doubts().contains(Doubt.PATH)) {
      Set<Doubt> doubts = known.doubts().contains(Doubt.ORIGIN) ? Set.of(Doubt.ORIGIN) : Set.of();
      of.work = new Place(path, known.from, known.cause, known.begun, doubts);
    }
  }

  /**
   * Where a task was when recording began. A call that was under way then may have been seen or
   * not: what a call has said since is left as it is.
   */
  void found(Task task, TaskRecord record) {
    byte[] work = OpenFile.NOTHING;
    byte[] root = OpenFile.NOTHING;
    ItemCursor items = record.items();
    while (items.next()) {
      if (items.kind() == ItemKind.CSTR && items.arg() == TaskRecord.CWD) {
        work = items.copy();
      } else if (items.kind() == ItemKind.CSTR && items.arg() == TaskRecord.ROOT) {
        root = items.copy();
      }
    }
    Directories of = task.directories;
    if (root.length > 0 && of.root.cause == Cause.FOUND && !of.root.known()) {
      of.root.learn(root);
    }
    byte[] seen = Paths.below(root, work);
    if (work.length > 0 && of.work.cause == Cause.FOUND && !of.work.known()) {
      of.work.learn(seen);
    } else if (work.length > 0 && of.work.known() && of.work.path()[0] != '/') {
      // A call said it from a place that was not known.
      of.work = of.work.at(seen);
    }
  }

  private void change(Task task, boolean root, Where to, Cause how, Source source) {
    Directories of = task.directories;
    Place before = root ? of.root : of.work;
    List<Life> told = new ArrayList<>();
    for (Task user : of.users) {
      if (!told.contains(user.process)) {
        told.add(user.process);
        span(sink, user, root, before, source.time(), End.CHANGED, source);
      }
    }
    Place now = new Place(to.path, source.time(), how, source, to.doubts);
    if (root) {
      of.root = now;
    } else {
      of.work = now;
    }
  }

  /** The path of the directory behind a descriptor, as the kernel said it at its opening. */
  Where of(Task task, int fd) {
    if (fd == AT_FDCWD) {
      Place work = task.directories.work;
      return new Where(work.path(), work.known() ? without(work.doubts()) : Set.of(Doubt.PATH));
    }
    Descriptor there = task.table.open.get(fd);
    byte[] path = there == null ? OpenFile.NOTHING : there.file.path;
    return new Where(path, path.length == 0 ? Set.of(Doubt.PATH) : Set.of());
  }

  private static Set<Doubt> without(Set<Doubt> some) {
    return some.contains(Doubt.PATH) ? Set.of(Doubt.PATH) : Set.of();
  }

  /** The whole path that a call was given, by its text alone: links may lead elsewhere. */
  Where path(Task task, CallRecord call, int dirfd, int arg) {
    byte[] given = text(call, arg);
    if (given == null) {
      return new Where(OpenFile.NOTHING, Set.of(Doubt.PATH));
    }
    if (given.length > 0 && given[0] == '/') {
      return new Where(Paths.plain(given), Set.of(Doubt.PATH));
    }
    Where from = of(task, dirfd);
    return from.path.length == 0
        ? new Where(given, Set.of(Doubt.PATH))
        : new Where(Paths.plain(Paths.join(from.path, given)), Set.of(Doubt.PATH));
  }

  static byte @Nullable [] text(CallRecord call, int arg) {
    ItemCursor items = call.items();
    while (items.next()) {
      if (items.kind() == ItemKind.CSTR && items.arg() == arg) {
        return items.copy();
      }
    }
    return null;
  }

  void open(Tasks tasks, TimelineSink to) {
    tasks.byTgid.forEachValue(life -> {
      if (!life.tasks.isEmpty()) {
        Task task = life.tasks.get(0);
        span(to, task, false, task.directories.work, Span.OPEN, End.NONE, Source.NONE);
        span(to, task, true, task.directories.root, Span.OPEN, End.NONE, Source.NONE);
      }
    });
  }
}
