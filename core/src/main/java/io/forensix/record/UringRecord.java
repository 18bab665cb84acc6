// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_uring;

/**
 * An io_uring operation, submitted or completed, the head naming the task that submitted it: {@code
 * struct fx_uring}. Its item is FILE, as far as known.
 */
public final class UringRecord extends RecordHead {
  private static final long RING = fx_uring.ring$offset();
  private static final long REQUEST = fx_uring.request$offset();
  private static final long USER_DATA = fx_uring.user_data$offset();
  private static final long OFFSET = fx_uring.offset$offset();
  private static final long ADDR = fx_uring.addr$offset();
  private static final long LENGTH = fx_uring.length$offset();
  private static final long OP_FLAGS = fx_uring.op_flags$offset();
  private static final long FD = fx_uring.fd$offset();
  private static final long RESULT = fx_uring.result$offset();
  private static final long CQE_FLAGS = fx_uring.cqe_flags$offset();
  private static final long PHASE = fx_uring.phase$offset();
  private static final long OPCODE = fx_uring.opcode$offset();
  private static final long SQE_FLAGS = fx_uring.sqe_flags$offset();
  static final long ITEMS = fx_uring.items$offset();
  private static final int FIXED_BYTES = RecordType.URING.fixedBytes();

  private final ItemCursor items = new ItemCursor();

  /** Returns the opaque number of the io_uring instance. */
  public long ring() {
    return i64(RING);
  }

  /** Returns the opaque number of the request: the same at submission and completion. */
  public long request() {
    return i64(REQUEST);
  }

  /** Returns {@code user_data} as the program gave it. */
  public long userData() {
    return i64(USER_DATA);
  }

  /** Returns the offset in the file, or what the operation puts there; 0 at the completion. */
  public long fileOffset() {
    return i64(OFFSET);
  }

  /** Returns the address of the submission entry; 0 at the completion. */
  public long addr() {
    return i64(ADDR);
  }

  /** Returns the bytes or the count of the submission entry, unsigned; 0 at the completion. */
  public long length() {
    return u32(LENGTH);
  }

  /** Returns the flags of the operation; 0 at the completion. */
  public int opFlags() {
    return i32(OP_FLAGS);
  }

  /** Returns the descriptor of the submission entry, or the index of a registered file. */
  public int fd() {
    return i32(FD);
  }

  /** Returns the result at the completion: negative errno on failure. */
  public int result() {
    return i32(RESULT);
  }

  /** Returns IORING_CQE_F_*, at the completion. */
  public int cqeFlags() {
    return i32(CQE_FLAGS);
  }

  /** Returns where in its life the operation is: {@code enum fx_uring_phase}. */
  public int phase() {
    return u8(PHASE);
  }

  /** Returns whether this is the submission. */
  public boolean submitted() {
    return phase() == forensix_h.FX_URING_SUBMIT();
  }

  /** Returns whether this is the completion. */
  public boolean completed() {
    return phase() == forensix_h.FX_URING_COMPLETE();
  }

  /** Returns IORING_OP_*. */
  public int opcode() {
    return u8(OPCODE);
  }

  /** Returns IOSQE_*. */
  public int sqeFlags() {
    return u8(SQE_FLAGS);
  }

  /** Returns how many items follow. */
  public int itemCount() {
    return u8(ITEMS);
  }

  /** Returns a cursor before the first item; the same cursor each time. */
  public ItemCursor items() {
    return items.over(segment, offset + FIXED_BYTES, end(), itemCount());
  }
}
