// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.text.Structure.Text;
import io.forensix.timeline.Call;
import io.forensix.timeline.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What io_uring_setup(2) and io_uring_register(2) are given, and what they fill. */
final class RegisterText {
  private static final int COUNT = 3;
  private static final int PROBE_BYTES = 16;
  private static final int PROBE_OP_BYTES = 8;
  private static final int RESTRICTION_BYTES = 16;
  private static final int RING_BYTES = 16;
  private static final Bytes NOTHING = new Bytes(new byte[0]);

  /** The structures of opcodes that have one, and nothing else. */
  private static final Map<String, String> STRUCTURES =
      Map.of(
          "IORING_REGISTER_PBUF_RING", "uring_buffers",
          "IORING_UNREGISTER_PBUF_RING", "uring_buffers",
          "IORING_REGISTER_SYNC_CANCEL", "uring_cancel",
          "IORING_REGISTER_FILE_ALLOC_RANGE", "uring_range",
          "IORING_REGISTER_FILES_UPDATE", "uring_update",
          "IORING_REGISTER_FILES2", "uring_resources",
          "IORING_REGISTER_BUFFERS2", "uring_resources",
          "IORING_REGISTER_FILES_UPDATE2", "uring_resources_update",
          "IORING_REGISTER_BUFFERS_UPDATE", "uring_resources_update");

  private RegisterText() {}

  /** Writes struct io_uring_params: what is asked for, then what the kernel made of it. */
  static void parameters(Line line, List<Payload> payloads) {
    structure(line, "uring_asked", new Bytes(payloads.get(0).bytes()), field -> null);
    if (payloads.size() > 1) {
      Line made = new Line(new StringBuilder(), line.options(), line.abi());
      structure(
          made, "uring_made", new Bytes(payloads.get(payloads.size() - 1).bytes()), f -> null);
      line.cut(line.length() - 1);
      line.add(", ").add(made.since(1));
    }
  }

  /**
   * Writes the argument of an opcode.
   *
   * @param payloads it, and what it points to; then, of those that are filled, it as it came back
   * @return whether the opcode says what it is
   */
  static boolean argument(Line line, Call call, List<Payload> payloads, boolean done) {
    String opcode = Constants.need("uring_register_op").name(call.args()[1] & 0x7fff_ffffL);
    Bytes given = new Bytes(payloads.get(0).bytes());
    Bytes filled = done ? new Bytes(payloads.get(payloads.size() - 1).bytes()) : null;
    switch (opcode == null ? "" : opcode) {
      case "IORING_REGISTER_BUFFERS" -> Vectors.iovec(line, payloads.get(0), null, false);
      case "IORING_REGISTER_FILES", "IORING_REGISTER_EVENTFD", "IORING_REGISTER_EVENTFD_ASYNC" ->
          Memory.numbers(line, given, "fd");
      case "IORING_REGISTER_PROBE" -> {
        return probe(line, call, given, filled);
      }
      case "IORING_REGISTER_RESTRICTIONS" -> restrictions(line, given);
      case "IORING_REGISTER_IOWQ_AFF" -> Memory.bits(line, given);
      case "IORING_REGISTER_IOWQ_MAX_WORKERS" -> {
        workers(line, given);
        if (filled != null) {
          workers(line.add(" => "), filled);
        }
      }
      case "IORING_REGISTER_RING_FDS" -> rings(line, "uring_ring_fd", given);
      case "IORING_UNREGISTER_RING_FDS" -> rings(line, "uring_ring_gone", given);
      default -> {
        String name = opcode == null ? null : STRUCTURES.get(opcode);
        if (name == null) {
          return false;
        }
        structure(line, name, given, field -> behind(opcode, field, payloads));
      }
    }
    return true;
  }

  /** How to write the array that a field points to; null where it is not on record. */
  private static @Nullable Text behind(String opcode, String field, List<Payload> payloads) {
    boolean data = field.equals("fds") || field.equals("data");
    if (!data && !field.equals("tags")) {
      return null;
    }
    return (line, at) -> {
      // A pointer that is NULL has no item.
      boolean tagged = !data && payloads.size() > 1 && payloads.size() < 3;
      Payload array = data ? payload(payloads, 1) : payload(payloads, tagged ? 1 : 2);
      if (at.unsigned(0, 8) == 0 || array == null || array.captured() == 0) {
        PlainTypes.pointer(line, at.unsigned(0, 8));
      } else if (!data) {
        Memory.numbers(line, new Bytes(array.bytes()), "x64");
      } else if (opcode.contains("BUFFERS")) {
        Vectors.iovec(line, array, null, false);
      } else {
        Memory.numbers(
            line, new Bytes(array.bytes()), opcode.contains("UPDATE") ? "uring_file" : "fd");
      }
    };
  }

  private static @Nullable Payload payload(List<Payload> payloads, int index) {
    return index < payloads.size() ? payloads.get(index) : null;
  }

  private static void structure(Line line, String name, Bytes at, Structure.Instead instead) {
    Structure structure = Structures.get(line.abi(), name);
    if (structure != null) {
      structure.print(line, at, instead);
    }
  }

  private static boolean probe(Line line, Call call, Bytes given, @Nullable Bytes filled) {
    boolean blank = true;
    for (int i = 0; i < given.length(); i++) {
      blank &= given.unsigned(i, 1) == 0;
    }
    if (blank && filled == null) {
      return false;
    }
    long asked = call.args()[COUNT] & 0xffff_ffffL;
    if (!blank) {
      probe(line, given, asked, false);
    }
    if (filled != null) {
      long known = filled.has(0, PROBE_BYTES) ? filled.unsigned(1, 1) : 0;
      line.add(blank ? "" : " => ");
      probe(line, filled, Math.min(known, asked), asked < known);
    }
    return true;
  }

  private static void probe(Line line, Bytes at, long operations, boolean more) {
    structure(line, "uring_probe", at, field -> null);
    line.cut(line.length() - 1);
    line.add(", ops=[");
    for (int i = 0; i < operations; i++) {
      line.add(i == 0 ? "" : ", ");
      if (line.abbreviated(i)) {
        break;
      }
      structure(
          line,
          "uring_probe_op",
          at.part(PROBE_BYTES + i * PROBE_OP_BYTES, PROBE_OP_BYTES),
          f -> null);
    }
    line.add(more ? ", ...]}" : "]}");
  }

  private static void restrictions(Line line, Bytes at) {
    line.add('[');
    for (int i = 0; at.has(i, RESTRICTION_BYTES); i += RESTRICTION_BYTES) {
      line.add(i == 0 ? "{opcode=" : ", {opcode=");
      long kind = at.unsigned(i, 2);
      Constants.need("uring_restriction").print(line, kind);
      if (kind == 0) {
        Constants.need("uring_register_op")
            .print(line.add(", register_op="), at.unsigned(i + 2, 1));
      } else if (kind == 1) {
        Constants.need("uring_op").print(line.add(", sqe_op="), at.unsigned(i + 2, 1));
      } else {
        Constants.need("uring_sqe_flags").print(line.add(", sqe_flags="), at.unsigned(i + 2, 1));
      }
      line.add('}');
    }
    line.add(']');
  }

  private static void workers(Line line, Bytes at) {
    String[] kinds = {"IO_WQ_BOUND", "IO_WQ_UNBOUND"};
    line.add('[');
    for (int i = 0; at.has(4 * i, 4); i++) {
      line.add(i == 0 ? "[" : ", [").add(i < kinds.length ? kinds[i] : Integer.toString(i));
      line.add("]=").unsigned(at.unsigned(4 * i, 4));
    }
    line.add(']');
  }

  private static void rings(Line line, String name, Bytes at) {
    line.add('[');
    for (int i = 0; at.has(i, RING_BYTES); i += RING_BYTES) {
      line.add(i == 0 ? "" : ", ");
      structure(line, name, at.part(i, RING_BYTES), field -> null);
    }
    line.add(']');
  }
}
