// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallRecord;
import io.forensix.record.ContextRecord;
import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
import io.forensix.record.FdRecord;
import io.forensix.record.FileRecord;
import io.forensix.record.ForkRecord;
import io.forensix.record.LostRecord;
import io.forensix.record.MarkKind;
import io.forensix.record.MarkRecord;
import io.forensix.record.RecordHead;
import io.forensix.record.RecordType;
import io.forensix.record.TaskRecord;
import io.forensix.record.UringRecord;
import io.forensix.syscall.Abi;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.TimelineSink;
import org.jspecify.annotations.Nullable;

/**
 * Folds the records of one recording, in the order of a {@code RecordMerge}, into spans.
 *
 * <pre>
 * tasks
 *  └─ tid                                    TASK, FORK, EXIT; else any record that names it
 *      ├─ process (tgid, start)              rollcount, parent
 *      │   └─ program                        TASK, FORK, EXEC
 *      ├─ identity                           TASK, CONTEXT, EXEC, FORK
 *      │   └─ session → members, terminal
 *      ├─ descriptors, shared (CLONE_FILES)  FD; calls that make, copy, pass, close; FORK; EXEC
 *      │   └─ fd → open file                 what each call says of its descriptors is compared
 *      └─ directories, shared (CLONE_FS)     chdir, fchdir, chroot; FORK; getcwd tells
 * open files
 *  └─ number → path, addresses, references   FILE
 * names
 *  └─ path → file                            open, link, unlink, rename, mkdir, symlink
 * mounts
 *  └─ path → mounts
 * </pre>
 *
 * <p>The fold is never saved: who goes on with an archive folds it again from the start, and passes
 * over the spans that it has already ({@link #ended} counts them; the same records always give the
 * same spans in the same order).
 */
public final class Timeline {
  private final Situation situation = new Situation();
  private final CountingSink sink;
  private final OpenFiles files;
  private final Descriptors descriptors;
  private final Tasks tasks;
  private final Identities identities;
  private final Places places;
  private final Names names;
  private final LifeFold life;
  private final Sharing sharing;
  private final CallFold calls;
  private final UringFold uring;
  private final @Nullable CallKind[][] kinds = new CallKind[Abi.values().length][];

  /** Makes the fold of a recording, whose calls are as its table says. */
  public Timeline(SyscallTable table, TimelineSink to) {
    sink = new CountingSink(to);
    files = new OpenFiles(sink);
    descriptors = new Descriptors(sink, files, situation);
    tasks = new Tasks(situation, this::gone);
    identities = new Identities(sink, tasks);
    places = new Places(sink);
    names = new Names(sink, places);
    life = new LifeFold(sink, tasks, descriptors, files, identities, places, situation);
    sharing = new Sharing(tasks, descriptors, situation);
    Messages messages = new Messages(descriptors, files);
    descriptors.passedBy(messages);
    Supervision supervision = new Supervision(tasks, descriptors, files);
    calls = new CallFold(descriptors, files, messages, sharing, supervision);
    uring = new UringFold(descriptors, files);
    for (Abi abi : Abi.values()) {
      kinds[abi.ordinal()] = kinds(table, abi);
    }
  }

  private static @Nullable CallKind[] kinds(SyscallTable table, Abi abi) {
    int most = table.calls(abi).stream().mapToInt(row -> row.number()).max().orElse(-1);
    @Nullable CallKind[] index = new CallKind[most + 1];
    table.calls(abi).forEach(row -> index[row.number()] = CallKind.of(row));
    return index;
  }

  private void gone(Life before, io.forensix.timeline.span.Source source) {
    life.gone(before, source);
  }

  /** Takes the next record. */
  public void accept(RecordHead record) {
    switch (record) {
      case CallRecord call -> call(call);
      case FileRecord file -> {
        if (file.tgid() != 0) {
          files.describe(file, Situation.source(file, tasks.of(file)));
        }
      }
      case ForkRecord fork -> life.fork(fork);
      case ExecRecord exec -> life.exec(exec);
      case ExitRecord exit -> life.exit(exit);
      case TaskRecord task -> life.found(task);
      case FdRecord fd -> life.descriptor(fd);
      case ContextRecord context -> {
        Task task = tasks.of(context);
        identities.is(task, context.context(), Cause.FOUND, Situation.source(context, task));
      }
      case LostRecord lost -> situation.losses++;
      case MarkRecord mark -> mark(mark);
      case UringRecord operation -> uring.fold(tasks.of(operation), operation);
      default -> {
        // Signals change nothing that is kept here.
      }
    }
  }

  private void mark(MarkRecord mark) {
    MarkKind kind = MarkKind.of(mark.kind());
    if (kind == MarkKind.SNAPSHOT) {
      life.snapshot();
    } else if (kind == MarkKind.SETTINGS) {
      situation.filtered |= mark.filters();
    } else if (kind == MarkKind.ATTACH && mark.tgid() != 0) {
      // What the reader does from here on is not on record.
      tasks.of(mark).table.complete = -1;
    }
  }

  private void call(CallRecord call) {
    if (call.tgid() == 0) {
      return;
    }
    Task task = tasks.of(call);
    int abi = call.abi() < kinds.length ? call.abi() : 0;
    @Nullable CallKind[] section = kinds[abi];
    int nr = call.nr();
    CallKind kind = nr >= 0 && nr < section.length ? section[nr] : null;
    if (kind == null) {
      return;
    }
    if (call.type() == RecordType.ENTER) {
      if (kind.action() == CallKind.Action.CLONE) {
        sharing.entered(task, call, kind);
      }
      return;
    }
    calls.check(task, call, kind);
    switch (kind.action()) {
      case NOTHING -> {
        // Most calls.
      }
      case DIRECTORY -> places.fold(task, call, kind);
      case NAME -> names.fold(task, call, kind);
      case MOUNT -> names.mount(task, call, kind);
      default -> {
        calls.fold(task, call, kind);
        if (kind.cause() == Cause.OPEN && call.ret() >= 0) {
          opened(task, call, kind);
        }
      }
    }
  }

  private void opened(Task task, CallRecord call, CallKind kind) {
    Descriptor made = task.table.open.get((int) call.ret());
    if (made != null) {
      names.opened(made.file, call, kind, made.begun);
    }
  }

  /** Tells a sink of all spans that are open, as they are after the last record. */
  public void open(TimelineSink to) {
    life.open(to);
    identities.open(to);
    places.open(tasks, to);
    files.open(to);
    names.open(to);
  }

  /**
   * Decides what could still be explained by a record that has not come: nothing more comes. Spans
   * stay open.
   */
  public void end() {
    life.settle();
  }

  /** Returns how many spans have ended and were handed to the sink. */
  public long ended() {
    return sink.count();
  }

  /** Returns for how many records lineage and kernel differ; see {@link #end}. */
  public long disagreements() {
    return descriptors.disagreements();
  }
}
