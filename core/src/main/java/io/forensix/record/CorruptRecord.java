// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

/**
 * A record that cannot be what it claims to be.
 *
 * @param position where it starts, counted as the cursor's owner told it to (bytes)
 * @param reason what is wrong with it
 * @param type its {@code fx_record.type}, or -1 where there is not even a head
 * @param size its {@code fx_record.size}, unsigned, or -1 where there is not even a head
 * @param skipped bytes passed over because of it, its own included
 */
public record CorruptRecord(long position, Reason reason, int type, long size, long skipped) {
  /** Is told of each one. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a report; the walk goes on afterwards. */
    void accept(CorruptRecord corrupt);
  }

  /** What is wrong with a record, and whether its end can still be found. */
  public enum Reason {
    /** Fewer bytes are left than a head has. */
    NO_ROOM_FOR_HEAD("fewer bytes are left than the head of a record has", false),
    /** The size is less than that of the head. */
    SIZE_TOO_SMALL("the size is less than that of the head", false),
    /** The size is more than FX_RECORD_MAX_BYTES. */
    SIZE_TOO_LARGE("the size is more than FX_RECORD_MAX_BYTES", false),
    /** The size is no multiple of FX_ALIGN_BYTES. */
    SIZE_UNALIGNED("the size is no multiple of FX_ALIGN_BYTES", false),
    /** The record would go on after the end of the data. */
    PAST_END("the record goes on after the end of the data", false),
    /** The type is not known to this version. */
    UNKNOWN_TYPE("the type is unknown", true),
    /** The record is smaller than the fixed part of its type. */
    SHORT_FOR_TYPE("the record is smaller than the fixed part of its type", true),
    /** The items need more bytes than the record has. */
    ITEMS_OVERRUN("the items need more bytes than the record has", true);

    private final String text;
    private final boolean bounded;

    Reason(String text, boolean bounded) {
      this.text = text;
      this.bounded = bounded;
    }

    /** Returns whether the record's own size holds, so that the next record can be found. */
    public boolean bounded() {
      return bounded;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(128);
    text.append("corrupt record at byte ").append(position).append(": ").append(reason);
    if (size >= 0) {
      text.append(" (type ").append(type).append(", size ").append(size).append(')');
    }
    return text.append("; ").append(skipped).append(" bytes skipped").toString();
  }
}
