// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.record.Context;
import io.forensix.record.ContextRecord;
import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
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
import io.forensix.record.SentRecord;
import io.forensix.record.SignalRecord;
import io.forensix.record.UringRecord;
import io.forensix.text.FileText;
import io.forensix.text.ProcessText;
import io.forensix.timeline.Identity;
import io.forensix.timeline.OpenFile;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.collections.api.map.primitive.MutableLongLongMap;
import org.eclipse.collections.impl.factory.primitive.LongLongMaps;
import org.jspecify.annotations.Nullable;

/** Rows of the records that are no calls: exec, file, signal, loss, and the rest as events. */
final class RecordRows {
  private static final int URING_FALLOCATE = 17;
  private static final int URING_SPLICE = 30;
  private static final int URING_FTRUNCATE = 55;

  private final int host;
  private final int recording;
  private final CallRows calls;

  /** Offsets that submitted operations of io_uring name. */
  private final MutableLongLongMap offsets = LongLongMaps.mutable.empty();

  RecordRows(int host, int recording, CallRows calls) {
    this.host = host;
    this.recording = recording;
    this.calls = calls;
  }

  /**
   * Takes note of what later rows depend on; has to see each record, once, before it is written.
   */
  void learn(RecordHead record) {
    if (record instanceof UringRecord uring && uring.submitted()) {
      offsets.put(uring.request(), uring.fileOffset());
    }
  }

  void write(Rows rows, RecordHead record) {
    switch (record) {
      case ForkRecord fork -> event(rows, fork, "fork", fork.childTgid(), fork.childTid());
      case ExecRecord exec -> {
        event(rows, exec, "exec", exec.oldTid(), 0);
        exec(rows, exec);
      }
      case ExitRecord exit -> event(rows, exit, "exit", exit.code(), exit.live());
      case ContextRecord context -> event(rows, context, "context", context.context().uid(), 0);
      case MarkRecord mark -> event(rows, mark, "mark", mark.kind(), 0, settings(mark));
      case FileRecord file -> file(rows, file);
      case SentRecord sent ->
          signal(rows, sent, "sent", sent.signo(), sent.code(), sent.targetTgid(), null);
      case SignalRecord signal ->
          signal(
              rows,
              signal,
              "delivered",
              signal.signo(),
              signal.code(),
              signal.senderTgid(),
              signal.handled());
      case LostRecord lost -> lost(rows, lost);
      case UringRecord uring -> uring(rows, uring);
      default -> {
        // Told by the tables of processes and descriptors.
      }
    }
  }

  private void event(Rows rows, RecordHead record, String type, long first, long second) {
    event(rows, record, type, first, second, null);
  }

  private void event(
      Rows rows, RecordHead record, String type, long first, long second, @Nullable String text) {
    rows.to("event").add(host).add(recording).small(record.cpu()).add(record.seq());
    rows.time(record.time()).nothing().add(record.tgid()).add(record.start()).add(record.tid());
    rows.add(type).nothing().nothing().add(first).add(second);
    rows.nothing().nothing().nothing().nothing().add(text).nothing().nothing().add(false).end();
  }

  private static @Nullable String settings(MarkRecord mark) {
    ItemCursor items = mark.items();
    return MarkKind.of(mark.kind()) == MarkKind.SETTINGS && items.next()
        ? Words.of(items.copy())
        : null;
  }

  private void exec(Rows rows, ExecRecord exec) {
    String path = "";
    List<String> argv = List.of();
    List<String> env = List.of();
    FileId id = null;
    ItemCursor items = exec.items();
    while (items.next()) {
      if (items.kind() == ItemKind.CSTR) {
        path = Words.of(items.copy());
      } else if (items.kind() == ItemKind.STRV && items.arg() == 1) {
        argv = Words.list(items.copy());
      } else if (items.kind() == ItemKind.STRV) {
        env = Words.list(items.copy());
      } else if (items.kind() == ItemKind.FILE && items.size() >= FileId.BYTES) {
        id = FileId.of(items.copy());
      }
    }
    Context who = exec.context();
    rows.to("exec").add(host).time(exec.time()).add(exec.tgid()).add(exec.start());
    rows.add(path).add(argv).add(env).add(exec.comm());
    rows.add(id == null ? 0 : id.dev(), id != null).add(id == null ? 0 : id.inode(), id != null);
    rows.add((int) who.uid()).add((int) who.euid());
    rows.add((int) who.loginUid(), who.loginUid() != Identity.NONE);
    rows.add(who.session()).add(tty(who.tty())).end();
  }

  static @Nullable String tty(int device) {
    return device == 0 ? null : ProcessText.terminal(device);
  }

  private void file(Rows rows, FileRecord record) {
    OpenFile file = OpenFile.of(record);
    String socket = file.socket() ? FileText.socket(file) : "";
    rows.to("file").add(host).add(record.id().file()).time(record.time());
    rows.add(file.dev()).add(file.inode()).add(file.mode()).add(file.flags());
    rows.add(socket.isEmpty() ? Words.of(file.path()) : socket);
    rows.add(file.family()).add(file.socketType()).add(file.protocol());
    rows.add(blankAsNull(FileText.address(file.address())));
    rows.add(blankAsNull(FileText.address(file.peer()))).end();
  }

  private static @Nullable String blankAsNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private void signal(
      Rows rows,
      RecordHead record,
      String what,
      int signal,
      int code,
      int other,
      @Nullable Boolean handled) {
    rows.to("signal").add(host).time(record.time()).add(what).add(record.tgid());
    rows.add(record.start()).add(signal).add(code).add(other, other != 0);
    if (handled == null) {
      rows.nothing().end();
    } else {
      rows.add(handled.booleanValue()).end();
    }
  }

  private void lost(Rows rows, LostRecord lost) {
    String why =
        LostReason.of(lost.reasons()).stream()
            .map(LostReason::toString)
            .collect(Collectors.joining(", "));
    rows.to("loss").add(recording).add(host).add("lost").add(lost.cpu());
    rows.time(lost.first()).time(lost.last()).add(lost.count()).add(why).end();
  }

  private void uring(Rows rows, UringRecord record) {
    String kind =
        switch (record.opcode()) {
          case 1, 4, 10, 22, 27 -> Movement.READ;
          case 2, 5, 9, 23, 26, URING_SPLICE -> Movement.WRITE;
          case URING_FALLOCATE, URING_FTRUNCATE -> Movement.TRUNCATE;
          default -> "";
        };
    boolean done = record.result() > 0 || record.result() == 0 && kind.equals(Movement.TRUNCATE);
    if (!record.completed() || !done || kind.isEmpty()) {
      return;
    }
    FileId id = null;
    ItemCursor items = record.items();
    while (items.next()) {
      if (items.kind() == ItemKind.FILE && items.size() >= FileId.BYTES) {
        id = FileId.of(items.copy());
      }
    }
    rows.to("io").add(host).add(recording).small(record.cpu()).add(record.seq());
    rows.time(record.time()).add(record.tgid()).add(record.start()).add(record.tid());
    rows.add("io_uring").add(kind).add(false).nothing();
    if (id == null) {
      rows.nothing().nothing().nothing().nothing().nothing();
    } else {
      rows.add(id.file()).add(id.dev()).add(id.inode()).add(id.mode());
      rows.add(calls.path(id, record.time()));
    }
    // Of what is no plain read or write, the offset means something else.
    boolean other = kind.equals(Movement.TRUNCATE) || record.opcode() == URING_SPLICE;
    long pos = other ? Position.UNKNOWN : offsets.getIfAbsent(record.request(), Position.UNKNOWN);
    // An offset of -1 is that of the open file.
    boolean own = !other && offsets.containsKey(record.request()) && pos == -1;
    rows.add(pos, !own).add((long) record.result()).nothing().add(false).end();
  }
}
