// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import java.lang.foreign.MemorySegment;

/**
 * Walks the records in a piece of memory and gives a flyweight of the right kind for each. It
 * trusts nothing: what is no record this version understands is reported, with its position and the
 * reason, and never handed out. After a record of unknown type, or one whose content does not fit
 * its size, the walk goes on at the next one; a size that cannot be right ends it.
 *
 * <p>Allocates nothing once made, reports aside. One cursor serves one thread.
 *
 * <pre>{@code
 * RecordCursor cursor = new RecordCursor(report -> ...);
 * cursor.over(memory, 0, memory.byteSize(), 0);
 * while (cursor.next()) {
 *   switch (cursor.record()) {
 *     case CallRecord call -> ...
 *   }
 * }
 * }</pre>
 */
public final class RecordCursor {
  private final HeadCursor heads;
  private final ItemCursor items = new ItemCursor();
  private final CallRecord call = new CallRecord();
  private final DataRecord data = new DataRecord();
  private final LostRecord lost = new LostRecord();
  private final ForkRecord fork = new ForkRecord();
  private final ExecRecord exec = new ExecRecord();
  private final ExitRecord exit = new ExitRecord();
  private final TaskRecord task = new TaskRecord();
  private final SignalRecord signal = new SignalRecord();
  private final MarkRecord mark = new MarkRecord();
  private final FileRecord file = new FileRecord();
  private final ContextRecord context = new ContextRecord();
  private final FdRecord fd = new FdRecord();
  private final SentRecord sent = new SentRecord();
  private final UringRecord uring = new UringRecord();
  private final SealRecord seal = new SealRecord();
  private RecordHead record = mark;

  /** Makes a cursor that has nothing to walk yet, and that tells a sink what is corrupt. */
  public RecordCursor(CorruptRecord.Sink corrupt) {
    heads = new HeadCursor(corrupt);
  }

  /**
   * Starts before the first record of [from, to) of a segment.
   *
   * @param position what the byte at {@code from} is called in reports
   */
  public RecordCursor over(MemorySegment memory, long from, long to, long position) {
    heads.over(memory, from, to, position);
    return this;
  }

  /** Starts before the first record of a segment, whose first byte is called 0 in reports. */
  public RecordCursor over(MemorySegment memory) {
    return over(memory, 0, memory.byteSize(), 0);
  }

  /** Goes to the next record that is sound; false when there is none. */
  public boolean next() {
    while (heads.next()) {
      RecordType type = RecordType.of(heads.typeCode());
      if (type == null) {
        heads.report(CorruptRecord.Reason.UNKNOWN_TYPE);
      } else if (heads.size() < type.fixedBytes()) {
        heads.report(CorruptRecord.Reason.SHORT_FOR_TYPE);
      } else if (!itemsFit(type)) {
        heads.report(CorruptRecord.Reason.ITEMS_OVERRUN);
      } else {
        record = view(type);
        record.move(heads.segment(), heads.offset());
        return true;
      }
    }
    return false;
  }

  private boolean itemsFit(RecordType type) {
    MemorySegment memory = heads.segment();
    long at = heads.offset();
    long from = at + (type == RecordType.DATA ? DataRecord.ITEM : type.fixedBytes());
    int count =
        switch (type) {
          case CALL, ENTER -> LittleEndian.u8(memory, at + CallRecord.ITEMS);
          case DATA -> 1;
          case EXEC -> LittleEndian.i32(memory, at + ExecRecord.ITEMS);
          case TASK -> LittleEndian.i32(memory, at + TaskRecord.ITEMS);
          case MARK -> LittleEndian.i32(memory, at + MarkRecord.ITEMS);
          case FILE -> LittleEndian.i32(memory, at + FileRecord.ITEMS);
          case URING -> LittleEndian.u8(memory, at + UringRecord.ITEMS);
          case LOST, FORK, EXIT, SIGNAL, CONTEXT, FD, SENT, SEAL -> 0;
        };
    if (count == 0) {
      return true;
    }
    items.over(memory, from, heads.end(), count);
    while (items.next()) {
      // A FILE item is read as a structure, so it has to be one, or say that there was no look;
      // one of MADE as structures.
      if (items.kind() == ItemKind.FILE && items.size() != 0 && items.size() < FileId.BYTES) {
        return false;
      }
      if (items.kind() == ItemKind.MADE && items.size() % MadeDescriptor.BYTES != 0) {
        return false;
      }
    }
    return !items.overrun();
  }

  private RecordHead view(RecordType type) {
    return switch (type) {
      case CALL, ENTER -> call;
      case DATA -> data;
      case LOST -> lost;
      case FORK -> fork;
      case EXEC -> exec;
      case EXIT -> exit;
      case TASK -> task;
      case SIGNAL -> signal;
      case MARK -> mark;
      case FILE -> file;
      case CONTEXT -> context;
      case FD -> fd;
      case SENT -> sent;
      case URING -> uring;
      case SEAL -> seal;
    };
  }

  /** Returns the record the cursor is on: the same flyweight for each record of a kind. */
  public RecordHead record() {
    return record;
  }

  /** Returns what the record tells. */
  public RecordType type() {
    return record.type();
  }

  /** Returns where the record starts, counted from the position given to {@link #over}. */
  public long position() {
    return heads.position();
  }

  /** Returns whether the walk ended at something that cannot be a record. */
  public boolean broken() {
    return heads.broken();
  }
}
