// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_fd;

/** A descriptor that was open when recording began: {@code struct fx_fd}. */
public final class FdRecord extends RecordHead {
  private static final long ID = fx_fd.id$offset();
  private static final long FD = fx_fd.fd$offset();
  private static final long FLAGS = fx_fd.flags$offset();

  private final FileId id = new FileId();

  /** Returns the open file; the same view each time. */
  public FileId id() {
    id.move(segment, offset + ID);
    return id;
  }

  /** Returns the descriptor. */
  public int fd() {
    return i32(FD);
  }

  /** Returns whether exec closes it. */
  public boolean closedByExec() {
    return (i32(FLAGS) & forensix_h.FX_FD_CLOEXEC()) != 0;
  }
}
