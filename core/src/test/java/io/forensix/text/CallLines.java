// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.ItemKind;
import io.forensix.syscall.Abi;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.Call;
import io.forensix.timeline.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes calls for tests, by the names of the table, and writes them as lines. */
final class CallLines {
  private static final SyscallTable TABLE = SyscallTable.builtIn();

  private final Abi abi;
  private final Syscall row;
  private final long[] args = new long[6];
  private final List<Payload> payloads = new ArrayList<>();
  private boolean returned = true;
  private long ret;
  private int flags;
  private TextOptions options = TextOptions.USUAL;

  private CallLines(Abi abi, String name) {
    this.abi = abi;
    this.row =
        TABLE.named(name).stream()
            .filter(call -> call.abi() == abi.table())
            .findFirst()
            .orElseThrow();
  }

  static CallLines call(String name, long... args) {
    return call(Abi.X86_64, name, args);
  }

  static CallLines call(Abi abi, String name, long... args) {
    CallLines lines = new CallLines(abi, name);
    System.arraycopy(args, 0, lines.args, 0, args.length);
    return lines;
  }

  CallLines path(int arg, String text) {
    return item(ItemKind.CSTR, arg, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  CallLines data(int arg, String latin1) {
    return item(ItemKind.BYTES, arg, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  CallLines data(int arg, ByteBuffer bytes) {
    return item(ItemKind.BYTES, arg, bytes.array());
  }

  CallLines item(ItemKind kind, int arg, byte[] bytes) {
    return payload(new Payload(kind, arg, 0, bytes.length, bytes.length, bytes, false));
  }

  CallLines payload(Payload payload) {
    payloads.add(payload);
    if (args[payload.arg()] == 0) {
      args[payload.arg()] = 0x7ffd0000L;
    }
    return this;
  }

  CallLines flags(int value) {
    flags = value;
    return this;
  }

  CallLines options(TextOptions value) {
    options = value;
    return this;
  }

  CallLines unfinished() {
    returned = false;
    return this;
  }

  String ret(long value) {
    ret = value;
    return line();
  }

  String line() {
    Call call =
        new Call(
            0,
            1,
            30,
            1,
            100,
            100,
            10,
            20,
            returned,
            ret,
            row.number(),
            abi.ordinal(),
            flags,
            args,
            payloads);
    StringBuilder out = new StringBuilder();
    new CallText(TABLE, options).append(out, call);
    return out.toString();
  }

  /** Returns memory of a size with 64-bit words in it. */
  static ByteBuffer words(int bytes, long... words) {
    ByteBuffer memory = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long word : words) {
      memory.putLong(word);
    }
    return memory;
  }

  /** Returns memory of 32-bit words. */
  static ByteBuffer ints(int... words) {
    ByteBuffer memory = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      memory.putInt(word);
    }
    return memory;
  }
}
