// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.CallRecord;
import io.forensix.record.ContextRecord;
import io.forensix.record.DataRecord;
import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
import io.forensix.record.FdRecord;
import io.forensix.record.FileId;
import io.forensix.record.FileRecord;
import io.forensix.record.ForkRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.LostReason;
import io.forensix.record.LostRecord;
import io.forensix.record.MarkKind;
import io.forensix.record.MarkRecord;
import io.forensix.record.RecordHead;
import io.forensix.record.SealRecord;
import io.forensix.record.SentRecord;
import io.forensix.record.SentResult;
import io.forensix.record.SignalRecord;
import io.forensix.record.TaskRecord;
import io.forensix.record.UringRecord;
import io.forensix.syscall.Abi;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.Identity;
import io.forensix.timeline.IdentityTable;
import io.forensix.timeline.OpenFile;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Writes the records that are no system calls, in strace's manner where it has one. */
public final class RecordText {
  private final CallText calls;
  private final TextOptions options;
  private final LongFunction<String> clock;
  private final IdentityTable identities;
  private final FileTable files;

  /**
   * Makes a writer.
   *
   * @param calls names the calls that a record speaks of
   * @param options how much is shown
   * @param clock writes a time, ns of CLOCK_MONOTONIC
   * @param identities who the tasks were before the record that is written
   * @param files the open files before it
   */
  public RecordText(
      CallText calls,
      TextOptions options,
      LongFunction<String> clock,
      IdentityTable identities,
      FileTable files) {
    this.calls = calls;
    this.options = options;
    this.clock = clock;
    this.identities = identities;
    this.files = files;
  }

  /** Appends a record. */
  public void append(StringBuilder out, RecordHead record) {
    Line line = new Line(out, options, Abi.X86_64);
    switch (record) {
      case CallRecord call -> line.add(calls.name(call.abi(), call.nr())).add("(...)");
      case DataRecord data -> data(line, data);
      case LostRecord lost -> lost(line, lost);
      case ForkRecord fork -> fork(line, fork);
      case ExecRecord exec -> exec(line, exec);
      case ExitRecord exit -> exit(line, exit);
      case TaskRecord task -> task(line, task);
      case SignalRecord signal -> signal(line, signal);
      case MarkRecord mark -> mark(line, mark);
      case FileRecord file -> file(line, file);
      case ContextRecord context -> context(line, context);
      case FdRecord fd -> descriptor(line, fd);
      case SentRecord sent -> sent(line, sent);
      case UringRecord uring -> uring(line, uring);
      case SealRecord seal -> seal(line, seal);
    }
  }

  private static void data(Line line, DataRecord data) {
    ItemCursor item = data.item();
    line.add("!!! ").decimal(item.size()).add(" bytes of argument ").decimal(item.arg() + 1L);
    line.add(" of a call that is not on record: ");
    byte[] bytes = item.copy();
    line.data(bytes, 0, bytes.length).add(" !!!");
  }

  private void lost(Line line, LostRecord lost) {
    line.add("!!! ").unsigned(lost.count()).add(lost.count() == 1 ? " record" : " records");
    line.add(" lost on cpu ").decimal(lost.cpu());
    line.add(" between ").add(clock.apply(lost.first()));
    line.add(" and ").add(clock.apply(lost.last()));
    line.add(" (").unsigned(lost.bytesLost()).add(" bytes");
    Set<LostReason> reasons = LostReason.of(lost.reasons());
    if (!reasons.isEmpty()) {
      line.add("; ");
      line.add(reasons.stream().map(LostReason::toString).collect(Collectors.joining(", ")));
    }
    line.add(") !!!");
  }

  private static void fork(Line line, ForkRecord fork) {
    line.add("+++ new ").add(fork.isThread() ? "thread " : "process ");
    line.decimal(fork.childTid()).add(" +++");
  }

  private static void exec(Line line, ExecRecord exec) {
    line.add("+++ exec");
    items(line, exec.items());
    line.add(", comm=\"")
        .add(Quote.safe(exec.comm()))
        .add("\", uid=")
        .decimal(exec.context().uid());
    line.add(", euid=").decimal(exec.context().euid());
    if (exec.oldTid() != exec.tid()) {
      line.add(", called by thread ").decimal(exec.oldTid());
    }
    line.add(" +++");
  }

  /** Writes path and strings: those of argument 2 are the environment, which is counted. */
  private static void items(Line line, ItemCursor items) {
    String separator = " ";
    while (items.next()) {
      if (items.kind() == ItemKind.CSTR) {
        byte[] path = items.copy();
        if (items.arg() == TaskRecord.ROOT && path.length == 1) {
          continue;
        }
        line.add(separator).add(items.arg() == TaskRecord.CWD ? "cwd " : "");
        line.add(items.arg() == TaskRecord.ROOT ? "root " : "").name(path, 0, path.length);
        separator = ", ";
      } else if (items.kind() == ItemKind.STRV) {
        line.add(separator);
        boolean environment = items.arg() == 2 && !line.options().verbose();
        PayloadText.strings(line, new Bytes(items.copy()), environment);
        separator = ", ";
      }
    }
  }

  private static void exit(Line line, ExitRecord exit) {
    if (exit.signal() == 0) {
      line.add("+++ exited with ").decimal(exit.status()).add(" +++");
    } else {
      line.add("+++ killed by ").add(SignalText.name(exit.signal()));
      line.add(exit.coreDumped() ? " (core dumped) +++" : " +++");
    }
  }

  private static void task(Line line, TaskRecord task) {
    line.add("=== was running").add(task.tid() == task.tgid() ? "" : " (a thread)");
    line.add(": comm=\"")
        .add(Quote.safe(task.comm()))
        .add("\", parent=")
        .decimal(task.parentTgid());
    line.add(", uid=").decimal(task.context().uid()).add(", euid=").decimal(task.context().euid());
    if (task.itemCount() > 0) {
      line.add(',');
      items(line, task.items());
    }
    line.add(" ===");
  }

  private static void signal(Line line, SignalRecord signal) {
    String name = SignalText.name(signal.signo());
    line.add("--- ").add(name).add(" {si_signo=").add(name).add(", si_code=");
    SignalText.code(line, signal.signo(), signal.code());
    if (signal.error() != 0) {
      line.add(", si_errno=").decimal(signal.error());
    }
    if (signal.senderTgid() != 0) {
      line.add(", si_pid=").decimal(signal.senderTgid());
      line.add(", si_uid=").decimal(signal.senderUid());
    }
    line.add("} ---");
  }

  private void mark(Line line, MarkRecord mark) {
    MarkKind kind = MarkKind.of(mark.kind());
    line.add("=== ").add(kind == null ? "mark " + mark.kind() : kind.toString());
    if (kind == MarkKind.SETTINGS) {
      line.add(' ').add(settings(mark));
    }
    line.add(" at ").add(clock.apply(mark.time())).add(" ===");
  }

  /** Returns the settings that a mark tells, as in "filter=none, payload_max_bytes=4096". */
  public static String settings(MarkRecord mark) {
    ItemCursor items = mark.items();
    if (!items.next()) {
      return "";
    }
    // A new line begins another setting, or another rule of the filter.
    String text = items.text().strip().replaceAll("\n(?=[a-z_]+=)", ", ");
    return Quote.safe(text.replaceAll("[;\\s]*\n\\s*", "; "));
  }

  private static void file(Line line, FileRecord file) {
    line.add("--- file ").hex(file.id().file()).add(' ');
    FileText.whole(line, OpenFile.of(file));
    line.add(" ---");
  }

  private void context(Line line, ContextRecord context) {
    line.add("--- context");
    Identity before = identities.find(context.tid()).orElse(null);
    IdentityText.print(line, before, Identity.of(context.context()));
    line.add(" ---");
  }

  private void descriptor(Line line, FdRecord fd) {
    line.add("=== had descriptor ").decimal(fd.fd());
    files
        .find(fd.id(), fd.time())
        .ifPresentOrElse(
            file -> FileText.bracketed(line, file),
            () -> {
              line.add(' ');
              FileText.identity(line, fd.id());
            });
    line.add(fd.closedByExec() ? ", closed by exec ===" : " ===");
  }

  private static void sent(Line line, SentRecord sent) {
    line.add("--- sends ").add(SignalText.name(sent.signo())).add(" to ");
    if (!sent.toProcess()) {
      line.add("thread ").decimal(sent.targetTid()).add(" of ");
    }
    line.decimal(sent.targetTgid()).add(" {si_code=");
    SignalText.code(line, sent.signo(), sent.code());
    line.add('}');
    SentResult result = SentResult.of(sent.result());
    if (result != SentResult.QUEUED) {
      line.add(", ").add(result == null ? "result " + sent.result() : result.toString());
    }
    line.add(" ---");
  }

  private static void seal(Line line, SealRecord seal) {
    line.add("=== seal ").unsigned(seal.number()).add(", of cpu ").decimal(seal.cpu());
    line.add(" number ").unsigned(seal.turn());
    line.add(", over ").unsigned(seal.covered()).add(" bytes, key ").add(seal.keyId().toString());
    line.add(seal.isFirst() ? ", the first" : "").add(seal.isFinal() ? ", the last" : "");
    line.add(" ===");
  }

  private void uring(Line line, UringRecord uring) {
    line.add("--- io_uring ");
    line.add(uring.submitted() ? "submits " : uring.completed() ? "completes " : "? ");
    UringText.operation(line, uring);
    line.add("{user_data=").hex(uring.userData());
    if (uring.submitted()) {
      UringText.descriptor(line, uring);
    }
    ItemCursor items = uring.items();
    while (items.next()) {
      if (items.kind() == ItemKind.FILE && items.size() >= FileId.BYTES) {
        // The descriptor may be another file's by the time of the completion.
        calls.file(line, uring.submitted() ? "" : ", file=", items.file(), uring.time());
      }
    }
    if (uring.submitted()) {
      UringText.entry(line, uring);
    }
    line.add('}');
    if (uring.completed()) {
      UringText.result(line, uring);
      made(line, uring);
      UringText.flags(line, uring);
    }
    line.add(" ---");
  }

  private void made(Line line, UringRecord uring) {
    ItemCursor items = uring.items();
    while (items.next()) {
      if (items.madeCount() > 0) {
        calls.file(line, "", items.made(0).id(), uring.time());
      }
    }
  }
}
