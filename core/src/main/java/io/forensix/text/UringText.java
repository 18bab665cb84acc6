// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.UringRecord;

/** Operations of io_uring. */
final class UringText {
  private static final int FIXED_FILE = 1;

  private UringText() {}

  /** Writes the name of what is done; a further result of an operation does not say which. */
  static void operation(Line line, UringRecord uring) {
    if (uring.submitted() || uring.request() != 0) {
      Constants.need("uring_op").print(line, uring.opcode());
      line.add(' ');
    }
  }

  /** Writes the fields of the submission entry that follow the descriptor. */
  static void entry(Line line, UringRecord uring) {
    line.add(", off=").unsigned(uring.fileOffset());
    line.add(", addr=");
    PlainTypes.pointer(line, uring.addr());
    line.add(", len=").unsigned(uring.length());
    if (uring.opFlags() != 0) {
      line.add(", op_flags=").hex(Integer.toUnsignedLong(uring.opFlags()));
    }
    if ((uring.sqeFlags() & ~FIXED_FILE) != 0) {
      line.add(", flags=");
      Constants.need("uring_sqe_flags").print(line, uring.sqeFlags() & ~FIXED_FILE);
    }
  }

  /** Writes the descriptor, or which of the registered files it is. */
  static void descriptor(Line line, UringRecord uring) {
    boolean registered = (uring.sqeFlags() & FIXED_FILE) != 0;
    line.add(registered ? ", registered_file=" : ", fd=").decimal(uring.fd());
  }

  /** Writes what it came to. */
  static void result(Line line, UringRecord uring) {
    line.add(" = ");
    if (uring.result() < 0) {
      CallText.error(line, -uring.result());
    } else {
      line.decimal(uring.result());
    }
  }

  static void flags(Line line, UringRecord uring) {
    if (uring.cqeFlags() != 0) {
      line.add(" (flags ");
      // The high half is the number of a buffer.
      Constants.need("uring_cqe_flags").print(line, uring.cqeFlags() & 0xffff);
      line.add(')');
    }
  }
}
