// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordCursor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A block that was read. It belongs to its reader, and holds until that reads the next one; its
 * sums are right.
 */
public final class Block {
  private final BlockHeader header = new BlockHeader();
  private MemorySegment memory = MemorySegment.NULL;
  private BlockPlace place = new BlockPlace(-1, -1, Path.of(""), 0);

  Block() {}

  void move(MemorySegment whole, BlockPlace at) {
    memory = whole;
    place = at;
    header.move(whole, 0);
  }

  /** Returns its header. */
  public BlockHeader header() {
    return header;
  }

  /** Returns where it is. */
  public BlockPlace place() {
    return place;
  }

  /** Returns all of it, header and content. */
  public MemorySegment whole() {
    return memory;
  }

  /** Returns its hash, which the block after it carries: SHA-256 of the header. */
  public byte[] hash() {
    return new BlockHash().of(memory);
  }

  /** Returns its content: records as they lay in the ring, or text. */
  public MemorySegment content() {
    return memory.asSlice(BlockLayout.BYTES);
  }

  /** Starts a cursor before the first record; reports count bytes from the start of the content. */
  public RecordCursor records(RecordCursor cursor) {
    return cursor.over(memory, BlockLayout.BYTES, memory.byteSize(), 0);
  }

  /** Returns a place for a corrupt record of this block, for people. */
  public String describe(CorruptRecord corrupt) {
    return place + ", byte " + corrupt.position() + " of its content: " + corrupt.reason();
  }

  /**
   * Returns what a META block says.
   *
   * @throws ArchiveDamaged when it cannot be understood
   */
  public RecordingMeta meta() throws ArchiveDamaged {
    try {
      return RecordingMeta.of(content().toArray(ValueLayout.JAVA_BYTE));
    } catch (IllegalArgumentException e) {
      throw new ArchiveDamaged(place + ": " + e.getMessage(), e);
    }
  }
}
