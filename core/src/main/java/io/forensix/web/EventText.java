// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.record.ItemKind;
import io.forensix.syscall.Abi;
import io.forensix.syscall.Argument;
import io.forensix.syscall.Direction;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import io.forensix.text.CallText;
import io.forensix.text.TextOptions;
import io.forensix.timeline.Call;
import io.forensix.timeline.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as a line, of what is in the table of events: the arguments and the paths. Other data is
 * in the archive alone, and shown as its address.
 *
 * @param text the line
 * @param error name of the error that a call returned, null for none
 */
record EventText(String text, @Nullable String error) {
  private static final CallText CALLS = new CallText(SyscallTable.builtIn(), TextOptions.USUAL);
  private static final int ARGUMENTS = 6;

  /** Of the status of a process: the signal that ended it. */
  private static final int SIGNAL = 0x7f;

  /** Makes that of the present row of the question for events. */
  static EventText of(Answer row) throws IndexException {
    List<String> columns = row.columns();
    String type = row.text(columns.indexOf("type"));
    int a0 = columns.indexOf("a0");
    String path = row.text(columns.indexOf("path"));
    if (!type.equals("call")) {
      return new EventText(other(type, row.number(a0), path), null);
    }
    long[] args = new long[ARGUMENTS];
    for (int i = 0; i < ARGUMENTS; i++) {
      args[i] = row.number(a0 + i);
    }
    String name = row.text(columns.indexOf("call"));
    boolean returned = row.value(columns.indexOf("result")) != null;
    long result = row.number(columns.indexOf("result"));
    String error = returned ? CallText.error(result).orElse(null) : null;
    Optional<Syscall> found =
        SyscallTable.builtIn().named(name).stream()
            .min(Comparator.comparing((Syscall one) -> one.abi() != Abi.X86_64));
    if (found.isEmpty()) {
      return new EventText(name + "(..) = " + (returned ? Long.toString(result) : "?"), error);
    }
    List<String> paths = new ArrayList<>();
    paths.add(path);
    paths.add(row.text(columns.indexOf("path2")));
    Syscall call = found.get();
    int pid = (int) row.number(columns.indexOf("pid"));
    StringBuilder text = new StringBuilder();
    CALLS.append(
        text,
        new Call(
            0,
            0,
            0,
            0,
            pid,
            (int) row.number(columns.indexOf("tid")),
            0,
            0,
            returned,
            result,
            call.number(),
            call.abi().code(),
            0,
            args,
            payloads(call, paths)));
    return new EventText(text.toString(), error);
  }

  private static List<Payload> payloads(Syscall call, List<String> paths) {
    List<Payload> payloads = new ArrayList<>();
    for (int i = 0; i < call.arguments().size() && payloads.size() < paths.size(); i++) {
      Argument argument = call.arguments().get(i);
      String path = paths.get(payloads.size());
      if (argument.type().equals("cstr")
          && argument.direction() == Direction.IN
          && !path.isEmpty()) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        payloads.add(new Payload(ItemKind.CSTR, i, 0, bytes.length, bytes.length, bytes, false));
      }
    }
    return payloads;
  }

  private static String other(String type, long a0, String path) {
    return switch (type) {
      case "fork" -> "+++ made " + a0 + " +++";
      case "exec" -> "+++ runs another program +++";
      case "exit" ->
          (a0 & SIGNAL) == 0
              ? "+++ exited with " + (a0 >> 8) + " +++"
              : "+++ killed by signal " + (a0 & SIGNAL) + " +++";
      case "context" -> "+++ is user " + (a0 & 0xffff_ffffL) + " +++";
      default -> path.isEmpty() ? "+++ " + type + " +++" : "+++ " + type + ": " + path + " +++";
    };
  }
}
