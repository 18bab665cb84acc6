// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_item;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the items of a record, {@code struct fx_item} each followed by its bytes and by padding to
 * {@code FX_ALIGN_BYTES}. It never leaves the record, whatever the items say; {@link #overrun()}
 * tells that one claimed to.
 */
public final class ItemCursor extends Flyweight {
  /** Bytes before the data of an item. */
  public static final int HEAD_BYTES = Math.toIntExact(fx_item.layout().byteSize());

  /** {@link #arg()} of what belongs to the result and to no argument. */
  public static final int RESULT = forensix_h.FX_ARG_RESULT();

  private static final long KIND = fx_item.kind$offset();
  private static final long ARG = fx_item.arg$offset();
  private static final long FLAGS = fx_item.flags$offset();
  private static final long SIZE = fx_item.size$offset();
  private static final long FULL = fx_item.full$offset();
  private static final long ALIGN_MASK = forensix_h.FX_ALIGN_BYTES() - 1L;

  private final FileId file = new FileId();
  private final MadeDescriptor made = new MadeDescriptor();
  private long next;
  private long limit;
  private int left;
  private boolean overrun;

  /** Starts before the first of {@code count} items that lie in [from, to) of a segment. */
  public ItemCursor over(MemorySegment segment, long from, long to, int count) {
    move(segment, from);
    next = from;
    limit = to;
    left = count;
    overrun = false;
    return this;
  }

  /** Goes to the next item; false after the last, or when the next one overruns the record. */
  public boolean next() {
    if (left == 0) {
      return false;
    }
    if (limit - next < HEAD_BYTES) {
      overrun = true;
      left = 0;
      return false;
    }
    long size = LittleEndian.u32(segment, next + SIZE);
    if (size > limit - next - HEAD_BYTES) {
      overrun = true;
      left = 0;
      return false;
    }
    offset = next;
    next = next + HEAD_BYTES + ((size + ALIGN_MASK) & ~ALIGN_MASK);
    left--;
    return true;
  }

  /** Returns whether an item claimed more bytes than its record has. */
  public boolean overrun() {
    return overrun;
  }

  /** Returns what the item holds, or null where this version does not know the kind. */
  public @Nullable ItemKind kind() {
    return ItemKind.of(kindCode());
  }

  /** Returns the number of the kind: {@code enum fx_item_kind}. */
  public int kindCode() {
    return u16(KIND);
  }

  /** Returns the argument it belongs to, 0 to 5, or {@code FX_ARG_RESULT}. */
  public int arg() {
    return u8(ARG);
  }

  /** Returns the bits of {@code enum fx_item_flag}. */
  public int flags() {
    return u8(FLAGS);
  }

  /** Returns whether a bit of {@code enum fx_item_flag} is set. */
  public boolean has(int flag) {
    return (flags() & flag) != 0;
  }

  /** Returns how many bytes follow in this record. */
  public int size() {
    return i32(SIZE);
  }

  /** Returns how many bytes there were; more than {@link #size()} where the item was cut. */
  public long full() {
    return i64(FULL);
  }

  /** Returns where in {@link #segment()} the data starts. */
  public long dataOffset() {
    return offset + HEAD_BYTES;
  }

  /** Returns a byte of the data, 0 to 255. */
  public int byteAt(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(index);
    }
    return LittleEndian.u8(segment, dataOffset() + index);
  }

  /** Returns the data, not copied. */
  public MemorySegment data() {
    return segment.asSlice(dataOffset(), size());
  }

  /** Copies the first bytes of the data, as many as fit, and returns how many. */
  public int copy(byte[] to, int at) {
    int count = Math.min(size(), to.length - at);
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, dataOffset(), to, at, count);
    return count;
  }

  /** Returns a copy of the data. */
  public byte[] copy() {
    byte[] bytes = new byte[size()];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, dataOffset(), bytes, 0, bytes.length);
    return bytes;
  }

  /** Returns the data as text; bytes that are no UTF-8 become U+FFFD. */
  public String text() {
    return new String(copy(), StandardCharsets.UTF_8);
  }

  /**
   * Returns the strings of a STRV item without their NULs; the last one has no NUL where the item
   * was cut.
   */
  public List<byte[]> strings() {
    byte[] bytes = copy();
    List<byte[]> strings = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        strings.add(Arrays.copyOfRange(bytes, from, at));
        from = at + 1;
      }
    }
    if (from < bytes.length) {
      strings.add(Arrays.copyOfRange(bytes, from, bytes.length));
    }
    return strings;
  }

  /** Returns how many descriptors a MADE item tells of; 0 for an item of another kind. */
  public int madeCount() {
    return kind() == ItemKind.MADE ? size() / MadeDescriptor.BYTES : 0;
  }

  /** Returns a view of the n-th of {@link #madeCount}; the same view each time. */
  public MadeDescriptor made(int n) {
    if (n < 0 || n >= madeCount()) {
      throw new IndexOutOfBoundsException(n);
    }
    made.move(segment, dataOffset() + (long) n * MadeDescriptor.BYTES);
    return made;
  }

  /**
   * Returns a view of the data of a FILE item; the same view each time. Where the kernel could not
   * look ({@link ItemFlag#FAULT}) there is no data.
   *
   * @throws IllegalStateException when the item is too small to be one
   */
  public FileId file() {
    if (size() < FileId.BYTES) {
      throw new IllegalStateException("an item of " + size() + " bytes holds no fx_file_id");
    }
    file.move(segment, dataOffset());
    return file;
  }
}
