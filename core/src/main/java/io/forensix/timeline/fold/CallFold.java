// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallFlag;
import io.forensix.record.CallRecord;
import io.forensix.record.FileId;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.record.MadeDescriptor;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Source;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Calls that make, copy, pass and close descriptors. */
final class CallFold {
  private static final int FILE = ItemKind.FILE.code();
  private static final int O_CLOEXEC = 02000000;
  private static final int FD_CLOEXEC = 1;
  private static final int F_DUPFD = 0;
  private static final int F_SETFD = 2;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int FIOCLEX = 0x5451;
  private static final int FIONCLEX = 0x5450;
  private static final int TIOCGPTPEER = 0x5441;
  private static final int CLOSE_RANGE_UNSHARE = 2;
  private static final int CLOSE_RANGE_CLOEXEC = 4;

  private final Descriptors descriptors;
  private final OpenFiles files;
  private final Messages messages;
  private final Sharing sharing;
  private final Supervision supervision;

  CallFold(
      Descriptors descriptors,
      OpenFiles files,
      Messages messages,
      Sharing sharing,
      Supervision supervision) {
    this.descriptors = descriptors;
    this.files = files;
    this.messages = messages;
    this.sharing = sharing;
    this.supervision = supervision;
  }

  /** Compares what the kernel said of the descriptors that a call was given. */
  void check(Task task, CallRecord call, CallKind kind) {
    if (kind.descriptors() == 0 || call.has(CallFlag.NO_ENTRY | CallFlag.NO_MEMORY)) {
      return;
    }
    DescriptorTable table = task.table;
    Source[] lazy = new Source[1];
    int left = kind.descriptors();
    ItemCursor items = call.items();
    while (left != 0 && items.next()) {
      int bit = 1 << items.arg();
      if (items.kindCode() != FILE || (left & bit) == 0) {
        continue;
      }
      left &= ~bit;
      if (items.size() >= FileId.BYTES && !items.has(ItemFlag.AT_EXIT)) {
        int fd = (int) call.arg(items.arg());
        descriptors.check(
            table, fd, items.file(), call.entered(), lazy, () -> Situation.source(call, task));
      }
    }
    for (; left != 0; left &= left - 1) {
      int fd = (int) call.arg(Integer.numberOfTrailingZeros(left));
      if (fd >= 0) {
        descriptors.check(
            table, fd, null, call.entered(), lazy, () -> Situation.source(call, task));
      }
    }
  }

  /** Takes a call that returned. */
  void fold(Task task, CallRecord call, CallKind kind) {
    long ret = call.ret();
    switch (kind.action()) {
      case MAKE -> make(task, call, kind);
      case MAY_MAKE -> {
        if (item(call, ItemCursor.RESULT) != null) {
          make(task, call, kind);
        }
      }
      case COPY, GETFD -> copy(task, call, kind);
      case PAIR -> {
        if (!stored(task, call, kind.cause())) {
          pair(task, call, kind);
        }
      }
      case CLOSE -> close(task, call);
      case CLOSE_RANGE -> closeRange(task, call);
      case FCNTL -> fcntl(task, call, kind);
      case IOCTL -> ioctl(task, call, kind);
      case SEND -> messages.sent(task, call);
      case RECEIVE -> messages.received(task, call);
      case CLONE -> {
        stored(task, call, kind.cause());
        sharing.cloned(task, call, kind);
      }
      case UNSHARE -> {
        if (ret == 0) {
          sharing.unshare(task, call.arg(0), call.left(), Situation.source(call, task));
        }
      }
      default -> {
        // Names and directories are another part's.
      }
    }
  }

  private static @Nullable FileId item(CallRecord call, int arg) {
    ItemCursor items = call.items();
    while (items.next()) {
      if (items.kindCode() == FILE && items.arg() == arg && items.size() >= FileId.BYTES) {
        return items.file();
      }
    }
    return null;
  }

  private void make(Task task, CallRecord call, CallKind kind) {
    int fd = (int) call.ret();
    if (call.ret() < 0 || sameSignals(task, call, kind)) {
      return;
    }
    Source source = Situation.source(call, task);
    FileId id = item(call, ItemCursor.RESULT);
    OpenFile file =
        id == null
            ? files.nameless(call.left(), kind.cause(), source)
            : files.opened(id, call.left(), kind.cause(), source);
    Descriptor made =
        descriptors.put(task.table, fd, file, call.entered(), call.left(), kind.cause(), source);
    made.closedByExec = closedByExec(call, kind);
    if (kind.row().name().equals("pidfd_open")) {
      file.pidfdOf = (int) call.arg(0);
    }
  }

  /** signalfd may be asked to change a descriptor that is there. */
  private static boolean sameSignals(Task task, CallRecord call, CallKind kind) {
    return kind.row().in("signal") && (int) call.arg(0) == call.ret();
  }

  private static boolean closedByExec(CallRecord call, CallKind kind) {
    return switch (kind.row().name()) {
      case "openat2" -> (openHow(call) & O_CLOEXEC) != 0;
      case "pidfd_open",
          "io_uring_setup",
          "pidfd_getfd",
          "userfaultfd",
          "fanotify_init",
          "landlock_create_ruleset",
          "bpf",
          "seccomp" ->
          kind.row().name().equals("userfaultfd")
              ? (call.arg(0) & O_CLOEXEC) != 0
              : kind.row().name().equals("fanotify_init") ? (call.arg(0) & 1) != 0 : true;
      case "memfd_create" -> (call.arg(1) & 1) != 0;
      case "fsopen", "fsmount", "fspick" -> (call.arg(Math.max(0, kind.flagsArg())) & 1) != 0;
      case "perf_event_open" -> (call.arg(4) & 8) != 0;
      case "mq_open" -> true;
      case "ioctl" -> (int) call.arg(1) != TIOCGPTPEER || (call.arg(2) & O_CLOEXEC) != 0;
      default -> kind.flagsArg() >= 0 && (call.arg(kind.flagsArg()) & O_CLOEXEC) != 0;
    };
  }

  private static long openHow(CallRecord call) {
    ItemCursor items = call.items();
    while (items.next()) {
      if (items.arg() == 2 && items.kind() == ItemKind.BYTES && items.size() >= 8) {
        return LittleEndian.i64(items.segment(), items.dataOffset());
      }
    }
    return 0;
  }

  private void copy(Task task, CallRecord call, CallKind kind) {
    int fd = (int) call.ret();
    int old = (int) call.arg(0);
    boolean dup = kind.action() == CallKind.Action.COPY;
    if (call.ret() < 0 || (dup && fd == old)) {
      return;
    }
    Source source = Situation.source(call, task);
    FileId id = item(call, ItemCursor.RESULT);
    Descriptor from = dup ? task.table.open.get(old) : null;
    OpenFile file;
    if (from != null && (id == null || from.file.is(id) || from.guessed())) {
      file = from.file;
    } else if (id != null) {
      file = files.met(id, call.left(), source);
    } else {
      file = files.nameless(call.left(), kind.cause(), source);
    }
    if (dup && kind.row().arguments().size() > 1) {
      replaced(task, call, fd, source);
    }
    Descriptor made =
        descriptors.put(task.table, fd, file, call.entered(), call.left(), kind.cause(), source);
    made.closedByExec = dup ? (call.arg(2) & O_CLOEXEC) != 0 && hasFlags(kind) : true;
    if (dup) {
      made.comesFrom(task.process.key, old);
    } else {
      sharing.pidfdOwner(task, call, made);
    }
  }

  private static boolean hasFlags(CallKind kind) {
    return kind.row().arguments().size() > 2;
  }

  /** dup2 closes what was there. */
  private void replaced(Task task, CallRecord call, int fd, Source source) {
    Descriptor there = task.table.open.get(fd);
    if (there != null && !(there.provisional() && there.from >= call.entered())) {
      task.table.open.remove(fd);
      descriptors.end(task.table, there, call.left(), End.REPLACED, source);
    }
  }

  /**
   * Descriptors that a call stored, of new files; a clone's is of its child.
   *
   * @return whether their files are on record
   */
  private boolean stored(Task task, CallRecord call, Cause cause) {
    boolean any = false;
    if (call.ret() < 0) {
      return any;
    }
    ItemCursor items = call.items();
    while (items.next()) {
      for (int i = 0; i < items.madeCount(); i++) {
        MadeDescriptor made = items.made(i);
        Source source = Situation.source(call, task);
        OpenFile file = files.opened(made.id(), call.left(), cause, source);
        file.pidfdOf = (int) call.ret();
        descriptors.put(task.table, made.fd(), file, call.entered(), call.left(), cause, source)
                .closedByExec =
            made.closedByExec();
        any = true;
      }
    }
    return any;
  }

  /** Of these the numbers are on record alone: closed at once again, or of ABI version 2. */
  private void pair(Task task, CallRecord call, CallKind kind) {
    if (call.ret() < 0) {
      return;
    }
    ItemCursor items = call.items();
    while (items.next()) {
      if (items.kind() == ItemKind.BYTES && items.size() >= 8) {
        Source source = Situation.source(call, task);
        boolean closed = kind.flagsArg() >= 0 && (call.arg(kind.flagsArg()) & O_CLOEXEC) != 0;
        for (int end = 0; end < 2; end++) {
          int fd = LittleEndian.i32(items.segment(), items.dataOffset() + 4L * end);
          OpenFile file = files.nameless(call.left(), kind.cause(), source);
          descriptors.put(task.table, fd, file, call.entered(), call.left(), kind.cause(), source)
                  .closedByExec =
              closed;
        }
        return;
      }
    }
  }

  /** Whatever close returns, the descriptor is closed, unless there was none. */
  private void close(Task task, CallRecord call) {
    FileId id = item(call, 0);
    if (id == null && call.ret() < 0) {
      return;
    }
    descriptors.close(
        task.table,
        (int) call.arg(0),
        id,
        call.entered(),
        call.left(),
        End.CLOSE,
        Situation.source(call, task));
  }

  private void closeRange(Task task, CallRecord call) {
    if (call.ret() < 0) {
      return;
    }
    long flags = call.arg(2);
    Source source = Situation.source(call, task);
    if ((flags & CLOSE_RANGE_UNSHARE) != 0) {
      sharing.unshare(task, Sharing.CLONE_FILES, call.left(), source);
    }
    long first = call.arg(0) & 0xffff_ffffL;
    long last = call.arg(1) & 0xffff_ffffL;
    MutableIntList some = IntLists.mutable.empty();
    task.table.open.forEachKey(fd -> {
      if (fd >= first && fd <= last) {
        some.add(fd);
      }
    });
    some.sortThis();
    for (int i = 0; i < some.size(); i++) {
      Descriptor one = task.table.open.get(some.get(i));
      if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
        one.closedByExec = true;
      } else {
        descriptors.close(
            task.table, one.fd, null, call.entered(), call.left(), End.CLOSE_RANGE, source);
      }
    }
  }

  private void fcntl(Task task, CallRecord call, CallKind kind) {
    if (call.ret() < 0) {
      return;
    }
    int command = (int) call.arg(1);
    if (command == F_SETFD) {
      closedByExec(task, call, (call.arg(2) & FD_CLOEXEC) != 0);
    } else if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
      int old = (int) call.arg(0);
      Source source = Situation.source(call, task);
      Descriptor from = task.table.open.get(old);
      FileId id = item(call, 0);
      OpenFile file =
          from != null
              ? from.file
              : id == null
                  ? files.nameless(call.left(), Cause.DUPFD, source)
                  : files.met(id, call.left(), source);
      Descriptor made =
          descriptors.put(
              task.table,
              (int) call.ret(),
              file,
              call.entered(),
              call.left(),
              kind.cause(),
              source);
      made.comesFrom(task.process.key, old);
      made.closedByExec = command == F_DUPFD_CLOEXEC;
    }
  }

  private void ioctl(Task task, CallRecord call, CallKind kind) {
    int command = (int) call.arg(1);
    if (call.ret() < 0) {
      return;
    }
    if (command == FIOCLEX || command == FIONCLEX) {
      closedByExec(task, call, command == FIOCLEX);
    } else if (command == TIOCGPTPEER || item(call, ItemCursor.RESULT) != null) {
      make(task, call, kind);
    } else if (Supervision.concerns(command)) {
      supervision.fold(task, call);
    }
  }

  private static void closedByExec(Task task, CallRecord call, boolean closed) {
    Descriptor of = task.table.open.get((int) call.arg(0));
    if (of != null) {
      of.closedByExec = closed;
    }
  }
}
