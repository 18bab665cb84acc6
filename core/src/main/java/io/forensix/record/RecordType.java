// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_call;
import io.forensix.abi.fx_data;
import io.forensix.abi.fx_exec;
import io.forensix.abi.fx_exit;
import io.forensix.abi.fx_fd;
import io.forensix.abi.fx_file;
import io.forensix.abi.fx_fork;
import io.forensix.abi.fx_identity;
import io.forensix.abi.fx_lost;
import io.forensix.abi.fx_mark;
import io.forensix.abi.fx_seal;
import io.forensix.abi.fx_sent;
import io.forensix.abi.fx_signal;
import io.forensix.abi.fx_task_state;
import io.forensix.abi.fx_uring;
import java.lang.foreign.MemoryLayout;
import org.jspecify.annotations.Nullable;

/** What a record tells: {@code enum fx_record_type}. */
public enum RecordType {
  /** A system call that returned: {@link CallRecord}. */
  CALL(forensix_h.FX_REC_CALL(), fx_call.layout()),
  /** A system call at its entry: {@link CallRecord}. */
  ENTER(forensix_h.FX_REC_ENTER(), fx_call.layout()),
  /** More payload of a call: {@link DataRecord}. */
  DATA(forensix_h.FX_REC_DATA(), fx_data.layout()),
  /** Records that could not be written: {@link LostRecord}. */
  LOST(forensix_h.FX_REC_LOST(), fx_lost.layout()),
  /** A new task: {@link ForkRecord}. */
  FORK(forensix_h.FX_REC_FORK(), fx_fork.layout()),
  /** A new program: {@link ExecRecord}. */
  EXEC(forensix_h.FX_REC_EXEC(), fx_exec.layout()),
  /** The end of a task: {@link ExitRecord}. */
  EXIT(forensix_h.FX_REC_EXIT(), fx_exit.layout()),
  /** A task that was alive when recording began: {@link TaskRecord}. */
  TASK(forensix_h.FX_REC_TASK(), fx_task_state.layout()),
  /** A signal as it is delivered: {@link SignalRecord}. */
  SIGNAL(forensix_h.FX_REC_SIGNAL(), fx_signal.layout()),
  /** What happened to the recording itself: {@link MarkRecord}. */
  MARK(forensix_h.FX_REC_MARK(), fx_mark.layout()),
  /** An open file, when it is first seen and when its addresses change: {@link FileRecord}. */
  FILE(forensix_h.FX_REC_FILE(), fx_file.layout()),
  /** Who a task is, at first and after a change: {@link ContextRecord}. */
  CONTEXT(forensix_h.FX_REC_CONTEXT(), fx_identity.layout()),
  /** A descriptor that was open when recording began: {@link FdRecord}. */
  FD(forensix_h.FX_REC_FD(), fx_fd.layout()),
  /** A signal as it is sent: {@link SentRecord}. */
  SENT(forensix_h.FX_REC_SENT(), fx_sent.layout()),
  /** An io_uring operation, submitted or completed: {@link UringRecord}. */
  URING(forensix_h.FX_REC_URING(), fx_uring.layout()),
  /** What stands before it in this ring is sealed: {@link SealRecord}. */
  SEAL(forensix_h.FX_REC_SEAL(), fx_seal.layout());

  private static final @Nullable RecordType[] BY_CODE = byCode();

  private final int code;
  private final int fixedBytes;

  RecordType(int code, MemoryLayout layout) {
    this.code = code;
    this.fixedBytes = Math.toIntExact(layout.byteSize());
  }

  /** Returns the number in {@code fx_record.type}. */
  public int code() {
    return code;
  }

  /** Returns the bytes of the fixed part; a record of this type is never smaller. */
  public int fixedBytes() {
    return fixedBytes;
  }

  /** Returns the type with a number, or null where this version knows of none. */
  public static @Nullable RecordType of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  private static @Nullable RecordType[] byCode() {
    int most = 0;
    for (RecordType type : values()) {
      most = Math.max(most, type.code);
    }
    @Nullable RecordType[] table = new RecordType[most + 1];
    for (RecordType type : values()) {
      table[type.code] = type;
    }
    return table;
  }
}
