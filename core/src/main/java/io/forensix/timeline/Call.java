// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.CallFlag;
import io.forensix.syscall.Abi;
import java.util.List;

/**
 * A system call with all its data.
 *
 * @param cpu CPU that wrote its record
 * @param seq number of that record on the CPU
 * @param time when the record was written, ns of CLOCK_MONOTONIC
 * @param start boot time at which the process started, ns
 * @param tgid the process
 * @param tid the thread
 * @param entered when the call was entered, ns of CLOCK_MONOTONIC; 0 where that was not seen
 * @param left when it returned; 0 where it did not
 * @param returned whether it is on record that it returned; if not, ret means nothing
 * @param ret the result as the kernel has it
 * @param nr number of the call in its ABI
 * @param abi {@code enum fx_abi}
 * @param flags {@code enum fx_call_flag}
 * @param args the six argument registers
 * @param payloads what was captured, in the order of the record
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares calls; the array is not copied.
public record Call(
    int cpu,
    long seq,
    long time,
    long start,
    int tgid,
    int tid,
    long entered,
    long left,
    boolean returned,
    long ret,
    int nr,
    int abi,
    int flags,
    long[] args,
    List<Payload> payloads) {
  private static final long ERRORS = 4095;

  /** Returns whether a bit of {@code enum fx_call_flag} is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Returns whether the result is a negative errno. */
  public boolean failed() {
    return returned && ret < 0 && ret >= -ERRORS;
  }

  /** Returns how long the call took, ns; -1 where that is not on record. */
  public long duration() {
    return entered != 0 && returned && left >= entered ? left - entered : -1;
  }

  /** Returns the convention of the call, the 64-bit one where the record's is unknown. */
  public Abi convention() {
    return Abi.of(abi).orElse(Abi.X86_64);
  }

  /** Returns whether payload is missing because the kernel had no memory for it. */
  public boolean noMemory() {
    return has(CallFlag.NO_MEMORY);
  }
}
