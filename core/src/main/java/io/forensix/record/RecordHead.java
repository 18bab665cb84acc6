// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_record;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The head of every record: {@code struct fx_record}. */
public abstract sealed class RecordHead extends Flyweight
    permits CallRecord,
        DataRecord,
        LostRecord,
        ForkRecord,
        ExecRecord,
        ExitRecord,
        TaskRecord,
        SignalRecord,
        MarkRecord,
        FileRecord,
        ContextRecord,
        FdRecord,
        SentRecord,
        UringRecord,
        SealRecord {
  /** The version of the layout that is understood here: {@code FX_ABI_VERSION}. */
  public static final int ABI_VERSION = forensix_h.FX_ABI_VERSION();

  /**
   * The oldest version that is understood, too: what came since are kinds of items, flags, seals.
   */
  public static final int OLDEST_ABI_VERSION = 2;

  /** Are records of a recording with this {@code FX_ABI_VERSION} understood here? */
  public static boolean understands(int version) {
    return version >= OLDEST_ABI_VERSION && version <= ABI_VERSION;
  }

  /** Bytes of the head. */
  public static final int BYTES = Math.toIntExact(fx_record.layout().byteSize());

  static final long SIZE = fx_record.size$offset();
  static final long TYPE = fx_record.type$offset();
  private static final long CPU = fx_record.cpu$offset();
  private static final long SEQ = fx_record.seq$offset();
  static final long TIME = fx_record.time$offset();
  private static final long START = fx_record.start$offset();
  private static final long TGID = fx_record.tgid$offset();
  private static final long TID = fx_record.tid$offset();

  /** Returns the bytes of the whole record, the head included. */
  public final int size() {
    return i32(SIZE);
  }

  /** Returns what the record tells. */
  public final RecordType type() {
    RecordType type = RecordType.of(u16(TYPE));
    if (type == null) {
      throw new IllegalStateException("a cursor let an unknown record type through: " + u16(TYPE));
    }
    return type;
  }

  /** Returns the CPU whose ring it was written to. */
  public final int cpu() {
    return u16(CPU);
  }

  /** Returns its number on this CPU, which counts lost records too. */
  public final long seq() {
    return i64(SEQ);
  }

  /** Returns when it was written, ns of CLOCK_MONOTONIC; never decreases within a ring. */
  public final long time() {
    return i64(TIME);
  }

  /**
   * Returns the boot time at which the process started, ns of CLOCK_BOOTTIME; 0 where there is no
   * process. With {@link #tgid()} it names a process for good.
   */
  public final long start() {
    return i64(START);
  }

  /** Returns the process, in the initial pid namespace. */
  public final int tgid() {
    return i32(TGID);
  }

  /** Returns the thread, in the initial pid namespace. */
  public final int tid() {
    return i32(TID);
  }

  /** Returns where in {@link #segment()} the record ends. */
  public final long end() {
    return offset + size();
  }

  /** Returns the bytes of the whole record, not copied. */
  public final MemorySegment bytes() {
    return segment.asSlice(offset, size());
  }

  /** Returns a NUL-padded name; bytes that are no UTF-8 become U+FFFD. */
  final String name(long field, int limit) {
    byte[] bytes = new byte[limit];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset + field, bytes, 0, limit);
    int length = 0;
    while (length < limit && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
