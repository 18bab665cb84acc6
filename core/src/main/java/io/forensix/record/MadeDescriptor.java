// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_made;
import java.lang.foreign.MemorySegment;

/** A descriptor that a call made and did not return: {@code struct fx_made}. */
public final class MadeDescriptor extends Flyweight {
  /** Bytes of the structure. */
  public static final int BYTES = Math.toIntExact(fx_made.layout().byteSize());

  private static final long ID = fx_made.id$offset();
  private static final long FD = fx_made.fd$offset();
  private static final long FLAGS = fx_made.flags$offset();

  private final FileId id = new FileId();

  MadeDescriptor() {}

  /**
   * Returns a view of the n-th one of bytes that were copied out of their item.
   *
   * @throws IndexOutOfBoundsException when the bytes are too few
   */
  public static MadeDescriptor of(byte[] bytes, int n) {
    MadeDescriptor made = new MadeDescriptor();
    made.move(MemorySegment.ofArray(bytes).asSlice((long) n * BYTES, BYTES), 0);
    return made;
  }

  /** Returns the open file; the same view each time. */
  public FileId id() {
    id.move(segment, offset + ID);
    return id;
  }

  /** Returns its number. */
  public int fd() {
    return i32(FD);
  }

  /** Returns whether exec closes it. */
  public boolean closedByExec() {
    return (i32(FLAGS) & forensix_h.FX_FD_CLOEXEC()) != 0;
  }
}
