// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.ItemKind;
import io.forensix.syscall.Argument;
import io.forensix.syscall.Length;
import io.forensix.timeline.Payload;

/** Writes the memory behind one argument. */
final class PayloadText {
  private static final String ENVIRONMENT = "envp";

  private PayloadText() {}

  static void print(Line line, Argument argument, String type, Payload payload) {
    Bytes at = new Bytes(payload.bytes());
    PlainType pointed = Memory.pointed(type);
    Structure.Text special = Memory.special(type);
    Structure structure = special == null ? Structures.get(line.abi(), type) : null;
    if (payload.kind() == ItemKind.STRV) {
      strings(line, at, countsOnly(line, argument, type));
    } else if (pointed != null) {
      Memory.numbers(line, at, pointed.name());
    } else if (special != null) {
      special.print(line, at);
      boolean data = type.equals("bytes") && at.length() <= line.options().strings();
      line.add(data && payload.captured() > at.length() ? "..." : "");
    } else if (structure != null && array(argument, type, structure)) {
      elements(line, structure, at);
    } else if (structure != null) {
      structure.print(line, at);
    } else {
      line.data(at.array(), at.from(), at.to());
    }
  }

  /** Whether it is only said how many there are, beside the address. */
  static boolean countsOnly(Line line, Argument argument, String type) {
    boolean many = argument.name().equals(ENVIRONMENT) || type.startsWith("dirents");
    return many && !line.options().verbose();
  }

  /** Whether the length is a count of such structures, rather than the size of one. */
  private static boolean array(Argument argument, String type, Structure structure) {
    Length length = argument.length();
    return switch (length.kind()) {
      case OWN -> false;
      // Of ipc(2).
      case FUNCTION -> type.equals("sembuf");
      case FIXED -> length.plus() > structure.bytes();
      case ARGUMENT, RESULT, POINTED -> length.factor() == structure.bytes();
    };
  }

  private static void elements(Line line, Structure structure, Bytes at) {
    line.add('[');
    for (int offset = 0; at.has(offset, structure.bytes()); offset += structure.bytes()) {
      line.add(offset == 0 ? "" : ", ");
      if (line.abbreviated(offset / structure.bytes())) {
        line.add("...");
        break;
      }
      structure.print(line, at.part(offset, structure.bytes()));
    }
    line.add(']');
  }

  /** Writes strings that stand one after the other, each with its NUL. */
  static void strings(Line line, Bytes at, boolean countOnly) {
    int count = 0;
    line.add(countOnly ? "" : "[");
    for (int from = 0; from < at.length(); from = at.nul(from) + 1) {
      if (!countOnly) {
        line.add(count == 0 ? "" : ", ");
        if (line.abbreviated(count)) {
          line.add("...");
          break;
        }
        line.data(at.array(), at.from() + from, at.from() + at.nul(from));
      }
      count++;
    }
    line.add(countOnly ? "/* " + count + " vars */" : "]");
  }
}
