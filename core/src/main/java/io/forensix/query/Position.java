// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.syscall.Abi;
import io.forensix.timeline.Call;
import io.forensix.timeline.Payload;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in a file a call reads or writes, where it says so itself. */
final class Position {
  /** The call names a position, which is not on record. */
  static final long UNKNOWN = -1;

  private static final long LOW = 0xffffffffL;
  private static final int PAGE_SHIFT = 12;

  private Position() {}

  /** Returns the position a call names; null where it uses that of the open file. */
  static @Nullable Long of(Call call, String name, Movement movement) {
    long[] args = call.args();
    boolean wide = call.convention() != Abi.IA32;
    return switch (name) {
      case "pread64", "pwrite64", "preadv", "pwritev" -> wide ? args[3] : joined(args, 3);
      case "preadv2", "pwritev2" -> {
        long pos = wide ? args[3] : joined(args, 3);
        yield pos == -1 ? null : (Long) pos;
      }
      case "truncate", "ftruncate" -> args[1];
      case "truncate64", "ftruncate64" -> joined(args, 1);
      case "fallocate" -> wide ? args[2] : joined(args, 2);
      case "sendfile", "sendfile64" ->
          movement.kind().equals(Movement.READ)
              ? pointed(call, 2, !wide && name.equals("sendfile") ? 4 : 8)
              : null;
      case "splice", "copy_file_range" -> pointed(call, movement.arg() + 1, 8);
      default -> null;
    };
  }

  /** Returns how many bytes of a file fallocate is about. */
  static long allocated(Call call) {
    return call.convention() == Abi.IA32 ? joined(call.args(), 4) : call.args()[3];
  }

  /** Returns where in its file a mapping begins. */
  static long ofMapping(Call call, String name) {
    if (name.equals("mmap2") || name.equals("mmap_pgoff")) {
      return call.args()[5] << PAGE_SHIFT;
    }
    // The old call of the 32-bit convention has its arguments in memory.
    return call.convention() == Abi.IA32 ? UNKNOWN : call.args()[5];
  }

  private static long joined(long[] args, int low) {
    return args[low] & LOW | args[low + 1] << 32;
  }

  /** What a call was given comes before what it gave back. */
  private static @Nullable Long pointed(Call call, int arg, int bytes) {
    if (call.args()[arg] == 0) {
      return null;
    }
    List<Payload> values = new ArrayList<>();
    for (Payload payload : call.payloads()) {
      if (payload.kind() == ItemKind.BYTES && payload.arg() == arg) {
        values.add(payload);
      }
    }
    if (values.size() != 2 || values.get(0).bytes().length != bytes) {
      return UNKNOWN;
    }
    MemorySegment value = MemorySegment.ofArray(values.get(0).bytes());
    return bytes == 8 ? LittleEndian.i64(value, 0) : LittleEndian.u32(value, 0);
  }
}
