// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.CallFlag;
import io.forensix.record.FileId;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.MadeDescriptor;
import io.forensix.syscall.Abi;
import io.forensix.syscall.Argument;
import io.forensix.syscall.Direction;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.Call;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a system call as strace does: {@code openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3}. */
public final class CallText {
  private static final int FIRST_RESTART = 512;
  private static final int LAST_RESTART = 516;

  /** In ipc(2). */
  private static final int SEMTIMEDOP = 4;

  private static final int MOUNT_ATTR_BYTES = 32;

  private static final long FILE_TYPE = 0170000;
  private static final long CHARACTER_DEVICE = 0020000;
  private static final long BLOCK_DEVICE = 0060000;

  private final SyscallTable table;
  private final TextOptions options;
  private final @Nullable FileTable files;

  /** Makes a writer that knows the calls of a table: that of the recording, best. */
  public CallText(SyscallTable table, TextOptions options) {
    this(table, options, null);
  }

  /** Makes a writer that also says which open file a descriptor stands for, as strace -yy does. */
  public CallText(SyscallTable table, TextOptions options, @Nullable FileTable files) {
    this.table = table;
    this.options = options;
    this.files = files;
  }

  /** Returns the name of the error that a result is, as in ENOENT; empty where it is none. */
  public static Optional<String> error(long result) {
    Constants.Error error = result < 0 && result >= -4095 ? Constants.error((int) -result) : null;
    return Optional.ofNullable(error).map(Constants.Error::name);
  }

  /** Returns the name of a call, or its number where the table has none. */
  public String name(int abi, int number) {
    return table
        .call(abi, number)
        .map(Syscall::name)
        .orElseGet(() -> "syscall_0x" + Integer.toHexString(number));
  }

  /** Appends a call. */
  public void append(StringBuilder out, Call call) {
    Line line = new Line(out, options, call.convention());
    Syscall row = table.call(call.abi(), call.nr()).orElse(null);
    if (row == null) {
      registers(line.add(name(call.abi(), call.nr())).add('('), call);
    } else {
      arguments(line.add(name(row, call)).add('('), row, call);
    }
    line.add(") = ");
    result(line, row, call);
    if (!call.failed()) {
      file(line, call, ItemCursor.RESULT);
    }
    if (row != null) {
      ReadyText.remarks(line, row, call);
    }
    remarks(line, call);
  }

  private static void registers(Line line, Call call) {
    for (int i = 0; i < call.args().length; i++) {
      line.add(i == 0 ? "" : ", ").hex(call.args()[i]);
    }
  }

  private static String name(Syscall row, Call call) {
    return timedSemaphore(row, call) ? "semtimedop" : row.name();
  }

  /** Whether ipc(2) stands for semtimedop, of which it has a form of its own. */
  private static boolean timedSemaphore(Syscall row, Call call) {
    return row.name().equals("ipc") && (call.args()[0] & 0xffff) == SEMTIMEDOP;
  }

  private static void timedSemaphore(Line line, Syscall row, Call call) {
    line.decimal((int) call.args()[1]).add(", ");
    captured(line, row, "sembuf", call, 4);
    line.add(", ").unsigned(call.args()[2] & 0xffff_ffffL).add(", ");
    captured(line, row, "timespec", call, 5);
  }

  /** Where ipc(2) has attached memory: it returns nothing of it, but stores it. */
  private static long attached(Syscall row, Call call) {
    int stored = row.indexOf("raddr");
    for (Payload payload : call.payloads()) {
      if (stored >= 0 && payload.arg() == stored && payload.captured() == Integer.BYTES) {
        return new Bytes(payload.bytes()).unsigned(0, Integer.BYTES);
      }
    }
    return call.ret();
  }

  private void arguments(Line line, Syscall row, Call call) {
    if (row.name().equals("clone")) {
      CloneText.arguments(line, row, call);
      return;
    }
    if (timedSemaphore(row, call)) {
      timedSemaphore(line, row, call);
      return;
    }
    String separator = "";
    for (int i = 0; i < row.arguments().size(); i++) {
      String type = Refinements.type(row, i, call);
      if (type.equals(Refinements.NONE) || unused(row, i, type, call)) {
        continue;
      }
      line.add(separator);
      separator = ", ";
      PlainType plain = PlainTypes.get(type);
      if (plain != null) {
        plain.printRegister(line, call.args()[i]);
      } else {
        captured(line, row, type, call, i);
      }
      file(line, call, i);
    }
  }

  /** Says which file an argument, or the result, stands for; a range may have several. */
  private void file(Line line, Call call, int arg) {
    for (Payload payload : call.payloads()) {
      if (payload.kind() == ItemKind.MADE && payload.arg() == arg) {
        made(line, payload.bytes(), call.time());
      }
      if (payload.kind() != ItemKind.FILE || payload.arg() != arg) {
        continue;
      }
      if (payload.bytes().length >= FileId.BYTES) {
        file(line, "", FileId.of(payload.bytes()), call.time());
      } else {
        line.add(" /* not looked at what is mapped here */");
      }
    }
  }

  /** Says which files the descriptors are of that an argument tells of. */
  private void made(Line line, byte[] bytes, long time) {
    String separator = " /* ";
    for (int i = 0; files != null && i < bytes.length / MadeDescriptor.BYTES; i++) {
      MadeDescriptor one = MadeDescriptor.of(bytes, i);
      line.add(separator).decimal(one.fd());
      file(line, "", one.id(), time);
      separator = ", ";
    }
    if (separator.equals(", ")) {
      line.add(" */");
    }
  }

  /** Writes which file an identity stands for, if that is wanted and known. */
  void file(Line line, String before, FileId id, long time) {
    if (files != null) {
      files.find(id, time).ifPresent(file -> FileText.bracketed(line.add(before), file));
    }
  }

  /** Whether a call does not look at an argument, which no row of refine.txt can tell. */
  private static boolean unused(Syscall row, int i, String type, Call call) {
    if (type.equals("dev") && row.indexOf("mode") >= 0) {
      long kind = call.args()[row.indexOf("mode")] & FILE_TYPE;
      return kind != CHARACTER_DEVICE && kind != BLOCK_DEVICE;
    }
    // It is the result that is stored there.
    if (row.arguments().get(i).length().function().equals("raddr")) {
      return true;
    }
    // Where one register holds a position, the other half is not looked at.
    return row.arguments().get(i).name().equals("pos_hi") && call.convention() != Abi.IA32;
  }

  private static void captured(Line line, Syscall row, String typed, Call call, int i) {
    Argument argument = row.arguments().get(i);
    int colon = typed.indexOf(':');
    String type = colon < 0 ? typed : typed.substring(0, colon);
    List<Payload> payloads = payloads(call, i, typed);
    if (payloads.isEmpty() || unreadable(type, payloads.get(0)) || notWritten(type, call)) {
      if (type.startsWith("dirents") && line.options().verbose() && empty(call)) {
        line.add("[]");
        return;
      }
      boolean given = !payloads.isEmpty() && payloads.get(0).faulted();
      PlainTypes.pointer(line, address(line, call.args()[i]));
      line.add(given ? " /* unreadable */" : "");
      if (type.startsWith("dirents") && empty(call)) {
        line.add(" /* 0 entries */");
      }
      return;
    }
    if (commanded(line, argument, type, call, payloads)) {
      // Where nothing could be read an address stands.
      payloads.stream().filter(p -> p.captured() > 0).forEach(p -> gaps(line, p));
      return;
    }
    Payload last = payloads.get(payloads.size() - 1);
    if (argument.length().function().equals("msghdr")) {
      Vectors.message(line, payloads, argument.direction() == Direction.INOUT);
    } else if (argument.length().function().equals("mmsghdr")) {
      Vectors.messages(line, payloads);
    } else if (argument.length().function().equals("sigmask")) {
      SignalText.sized(line, payloads);
    } else if (type.equals("sock_fprog")) {
      // The program itself is not shown, as strace does not.
      PayloadText.print(line, argument, type, payloads.get(0));
    } else if (last.kind() == ItemKind.GATHER || last.kind() == ItemKind.IOVEC) {
      Payload array = Vectors.first(payloads, ItemKind.IOVEC);
      Vectors.iovec(
          line,
          array == null ? last : array,
          Vectors.first(payloads, ItemKind.GATHER),
          argument.direction() == Direction.OUT);
    } else {
      if (PayloadText.countsOnly(line, argument, type)) {
        line.hex(address(line, call.args()[i])).add(' ');
      }
      inAndOut(line, argument, type, payloads);
    }
    for (Payload payload : payloads) {
      gaps(line, payload);
    }
  }

  /** Writes what a command, or another structure, explains; false where that is not so. */
  private static boolean commanded(
      Line line, Argument argument, String type, Call call, List<Payload> payloads) {
    boolean done = call.returned() && !call.failed();
    boolean known = true;
    switch (argument.length().function()) {
      case "iocbs" -> AioText.operations(line, payloads);
      case "bpf" -> known = BpfText.attributes(line, call.args()[0], payloads, done);
      case "uring" -> known = RegisterText.argument(line, call, payloads, done);
      default -> {
        if (!type.equals("io_uring_params")) {
          return false;
        }
        RegisterText.parameters(line, payloads);
      }
    }
    if (!known) {
      PlainTypes.pointer(line, address(line, call.args()[payloads.get(0).arg()]));
    }
    return true;
  }

  /** The data of an argument; of two, the one that a type of refine.txt asks for. */
  private static List<Payload> payloads(Call call, int i, String typed) {
    List<Payload> payloads = new ArrayList<>();
    for (Payload payload : call.payloads()) {
      if (payload.arg() == i && !payload.identifies()) {
        payloads.add(payload);
      }
    }
    if (typed.endsWith(":out") && (!call.returned() || call.failed())) {
      return List.of();
    }
    if (payloads.size() > 1 && typed.endsWith(":in")) {
      return payloads.subList(0, 1);
    }
    return payloads.size() > 1 && typed.endsWith(":out")
        ? payloads.subList(payloads.size() - 1, payloads.size())
        : payloads;
  }

  /** Whether there is too little for the kernel to have looked at it. */
  private static boolean unreadable(String type, Payload payload) {
    return switch (type) {
      case "sockaddr" -> payload.captured() < 2;
      case "sigset" -> payload.captured() != 8;
      case "ldt_entry" -> payload.captured() != Memory.SEGMENT_BYTES;
      case "perf_event_attr" -> PerfText.tooShort(new Bytes(payload.bytes()));
      case "landlock_ruleset" -> payload.captured() < Long.BYTES;
      case "mount_attr" -> payload.captured() < MOUNT_ATTR_BYTES;
      default -> payload.captured() == 0 && payload.faulted();
    };
  }

  private static boolean empty(Call call) {
    return call.returned() && call.ret() == 0;
  }

  /** wait4(2) with WNOHANG that found nothing. */
  private static boolean notWritten(String type, Call call) {
    return empty(call) && type.equals("wait_status");
  }

  private static long address(Line line, long register) {
    return line.abi() == Abi.IA32 ? register & 0xffff_ffffL : register;
  }

  /** Writes memory before and after the call; once, where it did not change. */
  private static void inAndOut(Line line, Argument argument, String type, List<Payload> payloads) {
    int from = line.length();
    PayloadText.print(line, argument, type, payloads.get(0));
    if (payloads.size() < 2) {
      return;
    }
    Line after = new Line(new StringBuilder(), line.options(), line.abi());
    PayloadText.print(after, argument, type, payloads.get(payloads.size() - 1));
    String before = line.since(from);
    String changed = after.since(0);
    if (changed.equals(before)) {
      return;
    }
    if (Memory.pointed(type) != null && before.endsWith("]") && changed.startsWith("[")) {
      // As strace: [12 => 4], but [2] => [7] of positions.
      line.cut(line.length() - (type.equals("loff_ptr") ? 0 : 1));
      line.add(" => ").add(changed.substring(type.equals("loff_ptr") ? 0 : 1));
    } else {
      line.add(" => ").add(changed);
    }
  }

  /** Says where what is shown is not all that there was. */
  private static void gaps(Line line, Payload payload) {
    if (payload.missing()) {
      line.add(" /* ").decimal(payload.captured()).add(" bytes, the rest is lost */");
    } else if (payload.faulted()) {
      line.add(" /* unreadable after ").decimal(payload.captured()).add(" bytes */");
    } else if (payload.limited()) {
      line.add(" /* ").decimal(payload.captured()).add(" of ").unsigned(payload.full());
      line.add(" bytes captured */");
    }
  }

  private static void result(Line line, @Nullable Syscall row, Call call) {
    if (!call.returned()) {
      line.add('?');
    } else if (call.failed()) {
      error(line, (int) -call.ret());
    } else if (row == null) {
      line.decimal(call.ret());
    } else {
      value(line, Refinements.result(row, call), attached(row, call));
    }
  }

  static void error(Line line, int number) {
    Constants.Error error = Constants.error(number);
    if (error == null) {
      line.decimal(-number);
      return;
    }
    line.add(number >= FIRST_RESTART && number <= LAST_RESTART ? "? " : "-1 ");
    line.add(error.name()).add(" (").add(error.message()).add(')');
  }

  private static void value(Line line, String type, long ret) {
    ConstantSet set = Constants.set(type);
    PlainType plain = PlainTypes.get(type);
    if (type.equals("ptr")) {
      line.hex(address(line, ret));
    } else if (set != null && set.name(ret) != null) {
      line.decimal(ret).add(" (").add(String.valueOf(set.name(ret))).add(')');
    } else if (plain != null && set == null) {
      plain.printRegister(line, ret);
    } else {
      line.decimal(ret);
    }
  }

  private static void remarks(Line line, Call call) {
    if (call.has(CallFlag.NO_ENTRY)) {
      line.add(" /* entry not seen */");
    }
    if (call.noMemory()) {
      line.add(" /* data missing: the kernel had no memory */");
    }
    if (call.has(CallFlag.CHANGED)) {
      line.add(" /* arguments changed in memory during the call */");
    }
    if (call.has(CallFlag.INNER)) {
      line.add(" /* by socketcall() or ipc() */");
    }
    if (call.has(CallFlag.UNSEEN)) {
      line.add(" /* what is stored through this mapping is on no record */");
    }
  }
}
