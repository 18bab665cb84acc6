// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Syscall;
import io.forensix.timeline.Call;
import io.forensix.timeline.Payload;

/** The arguments of clone(2), named and in one order, whatever the order of the registers. */
final class CloneText {
  private static final long PIDFD = 0x1000;
  private static final long SETTLS = 0x80000;
  private static final long PARENT_SETTID = 0x100000;
  private static final long CHILD_TID = 0x200000 | 0x1000000;

  private CloneText() {}

  static void arguments(Line line, Syscall row, Call call) {
    long flags = register(row, call, "flags");
    line.add("child_stack=");
    PlainTypes.pointer(line, register(row, call, "stack"));
    line.add(", flags=");
    PlainType type = PlainTypes.get("clone_flags");
    if (type != null) {
      type.printRegister(line, flags);
    }
    if ((flags & (PIDFD | PARENT_SETTID)) != 0) {
      parent(line, row.indexOf("parent_tid"), call);
    }
    if ((flags & SETTLS) != 0) {
      PlainTypes.pointer(line.add(", tls="), register(row, call, "tls"));
    }
    if ((flags & CHILD_TID) != 0) {
      PlainTypes.pointer(line.add(", child_tidptr="), register(row, call, "child_tid"));
    }
  }

  private static void parent(Line line, int argument, Call call) {
    line.add(", parent_tid=");
    for (Payload payload : call.payloads()) {
      if (payload.arg() == argument && payload.captured() == 4 && !payload.identifies()) {
        Memory.numbers(line, new Bytes(payload.bytes()), "int");
        return;
      }
    }
    PlainTypes.pointer(line, call.args()[argument]);
  }

  private static long register(Syscall row, Call call, String name) {
    return call.args()[row.indexOf(name)];
  }
}
