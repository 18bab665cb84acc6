// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.ItemKind;
import io.forensix.text.Structure.Text;
import io.forensix.timeline.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of io_submit(2): an array of pointers, and what each of them points to. */
final class AioText {
  private static final int OPCODE_OFFSET = 16;
  private static final int PREAD = 0;
  private static final int PWRITE = 1;
  private static final int POLL = 5;
  private static final int PREADV = 7;
  private static final int PWRITEV = 8;

  private AioText() {}

  /**
   * Writes the array.
   *
   * @param payloads the pointers; then of each the structure, and behind it what it points to
   */
  static void operations(Line line, List<Payload> payloads) {
    Bytes pointers = new Bytes(payloads.get(0).bytes());
    int width = line.abi().pointerBytes();
    int next = 1;
    boolean cut = payloads.get(0).limited();
    line.add('[');
    for (int i = 0; pointers.has(i * width, width); i++) {
      if (line.abbreviated(i)) {
        cut = true;
        break;
      }
      line.add(i == 0 ? "" : ", ");
      int from = next;
      next = Math.min(from + 1, payloads.size());
      while (next < payloads.size() && payloads.get(next).kind() != ItemKind.BYTES) {
        next++;
      }
      operation(line, pointers.unsigned(i * width, width), payloads.subList(from, next));
    }
    line.add(cut ? ", ...]" : "]");
  }

  private static void operation(Line line, long address, List<Payload> payloads) {
    Bytes iocb = new Bytes(payloads.isEmpty() ? new byte[0] : payloads.get(0).bytes());
    Structure structure = iocb.has(0, OPCODE_OFFSET + 2) ? structure(line, iocb) : null;
    if (structure == null) {
      PlainTypes.pointer(line, address);
      return;
    }
    structure.print(line, iocb, field -> field.equals("aio_buf") ? buffer(payloads) : null);
  }

  private static @Nullable Structure structure(Line line, Bytes iocb) {
    return Structures.get(
        line.abi(),
        switch ((int) iocb.unsigned(OPCODE_OFFSET, 2)) {
          case PREAD, PWRITE -> "iocb_bytes";
          case PREADV, PWRITEV -> "iocb_vector";
          case POLL -> "iocb_poll";
          default -> "iocb";
        });
  }

  /** How to write the bytes or the vector that an operation has; null where none is on record. */
  private static @Nullable Text buffer(List<Payload> payloads) {
    Payload array = Vectors.first(payloads, ItemKind.IOVEC);
    Payload gathered = Vectors.first(payloads, ItemKind.GATHER);
    if (array != null && !(array.faulted() && array.captured() == 0)) {
      boolean reads = gathered != null && gathered.full() == 0;
      return (line, at) -> Vectors.iovec(line, array, reads ? null : gathered, false);
    }
    if (array == null && gathered != null && gathered.captured() > 0) {
      return (line, at) -> new Bytes(gathered.bytes()).data(line);
    }
    return null;
  }
}
