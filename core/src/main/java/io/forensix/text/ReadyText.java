// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Syscall;
import io.forensix.timeline.Call;
import io.forensix.timeline.Payload;
import org.jspecify.annotations.Nullable;

/** What a call that waits for descriptors says beside its result: which are ready. */
final class ReadyText {
  private static final String[] SETS = {"readfds", "writefds", "exceptfds"};
  private static final String[] NAMES = {"in ", "out ", "except "};

  private ReadyText() {}

  /** Writes it in parentheses, as strace does: {@code (out [4], left {tv_sec=0, tv_usec=0})}. */
  static void remarks(Line line, Syscall row, Call call) {
    if (!call.returned() || call.failed()) {
      return;
    }
    boolean poll = row.name().contains("poll") && row.indexOf("fds") >= 0;
    boolean select = row.indexOf("readfds") >= 0;
    boolean messages = row.name().startsWith("recvmmsg");
    if (!poll && !select && !messages) {
      return;
    }
    if (call.ret() == 0) {
      line.add(messages ? "" : " (Timeout)");
      return;
    }
    int from = line.length();
    line.add(" (");
    if (poll) {
      descriptors(line, after(call, row.indexOf("fds")));
    }
    for (int i = 0; select && i < SETS.length; i++) {
      set(line, NAMES[i], after(call, row.indexOf(SETS[i])), from + 2);
    }
    left(line, row, call, from + 2);
    if (line.length() > from + 2) {
      line.add(')');
    } else {
      line.cut(from);
    }
  }

  private static @Nullable Payload after(Call call, int argument) {
    Payload last = null;
    for (Payload payload : call.payloads()) {
      if (payload.arg() == argument && !payload.identifies()) {
        last = payload;
      }
    }
    return last;
  }

  private static void descriptors(Line line, @Nullable Payload array) {
    Structure each = Structures.get(line.abi(), "pollfd_got");
    if (array == null || each == null) {
      return;
    }
    Bytes at = new Bytes(array.bytes());
    String separator = "[";
    for (int offset = 0; at.has(offset, each.bytes()); offset += each.bytes()) {
      if (at.unsigned(offset + 6, 2) != 0) {
        each.print(line.add(separator), at.part(offset, each.bytes()));
        separator = ", ";
      }
    }
    line.add(separator.equals("[") ? "[]" : "]");
  }

  private static void set(Line line, String name, @Nullable Payload set, int begin) {
    Structure.Text text = Memory.special("fd_set");
    if (set == null || text == null) {
      return;
    }
    for (byte bits : set.bytes()) {
      if (bits != 0) {
        line.add(line.length() > begin ? ", " : "").add(name);
        text.print(line, new Bytes(set.bytes()));
        return;
      }
    }
  }

  private static void left(Line line, Syscall row, Call call, int begin) {
    int argument = row.indexOf("timeout");
    Payload time = argument < 0 ? null : after(call, argument);
    String type = argument < 0 ? "" : row.arguments().get(argument).type();
    Structure structure = Structures.get(line.abi(), type);
    if (time != null && structure != null && !PlainTypes.names().contains(type)) {
      line.add(line.length() > begin ? ", " : "").add("left ");
      structure.print(line, new Bytes(time.bytes()));
    }
  }
}
