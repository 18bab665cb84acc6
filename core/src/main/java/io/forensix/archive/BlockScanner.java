// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.LittleEndian;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Walks the blocks of one file of the queue. Chronicle's framing is a word before each document, at
 * a multiple of 4 bytes: its length, bit 30 for documents of Chronicle's own, bit 31 while it is
 * being written; 0 where nothing was written yet, and a mark at the end of a file that is done.
 *
 * <p>Neither that word nor anything else is trusted. A block tells its own place, so the next one
 * can be searched for byte by byte where the framing is broken.
 */
final class BlockScanner implements AutoCloseable {
  private static final int NOT_COMPLETE = 1 << 31;
  private static final int OWN = 1 << 30;
  private static final int LENGTH = OWN - 1;

  /** Stands after the last document of a file that is done. */
  static final int END_OF_FILE = NOT_COMPLETE | OWN;

  private static final int WORD_BYTES = 4;

  /** More than any block has; a larger one is no block. */
  private static final long CONTENT_MAX_BYTES = 1L << 28;

  /** What is read where nothing was before: a little, for most often there is still nothing. */
  private static final int RELOAD_BYTES = 1 << 16;

  /** What a step came to. */
  enum Step {
    /** A good block. */
    BLOCK,
    /** Nothing more, so far. */
    OPEN_END,
    /** Nothing more, ever. */
    CLOSED_END
  }

  private final RollFile file;
  private final Roll roll;
  private final UUID archiveId;
  private final ArchiveFault.Sink faults;
  private final FileWindow window;
  private final CRC32C crc = new CRC32C();
  private final BlockHeader header = new BlockHeader();
  private final Block block = new Block();
  private long position;
  private long expected;
  private long firstNumber = -1;

  private boolean silent;

  /** The word before the next block is known to be wrong. */
  private boolean resynced;

  /**
   * Opens a file at its start.
   *
   * @param expected number of the block that should come first, or -1
   */
  BlockScanner(RollFile file, Roll roll, UUID archiveId, long expected, ArchiveFault.Sink faults)
      throws IOException {
    this.file = file;
    this.roll = roll;
    this.archiveId = archiveId;
    this.expected = expected;
    this.faults = faults;
    this.window = new FileWindow(file.path());
  }

  /** Returns the word before a document that readers of blocks pass over. */
  static int ownDocument(long bytes) {
    return OWN | Math.toIntExact(bytes);
  }

  /** Reports nothing for a while. */
  void silent(boolean value) {
    silent = value;
  }

  /** Returns the file that is walked. */
  RollFile file() {
    return file;
  }

  /** Returns the block the walk is at. */
  Block block() {
    return block;
  }

  /** Returns the number the next block should have, or -1 where that is not known. */
  long expected() {
    return expected;
  }

  /** Returns where the next document starts, or will. */
  long position() {
    return position;
  }

  /** Goes before a block. */
  void seek(long blockOffset) throws IOException {
    position = blockOffset - WORD_BYTES;
    expected = peek(blockOffset).number();
  }

  /** Goes to the next good block, and reports what is bad before it. */
  Step next() throws IOException {
    while (true) {
      if (resynced) {
        resynced = false;
        if (isBlock(position + WORD_BYTES) && take(-1)) {
          return Step.BLOCK;
        }
        continue;
      }
      int word = word();
      if (word == END_OF_FILE) {
        return Step.CLOSED_END;
      }
      if (word <= 0) {
        return Step.OPEN_END;
      }
      long length = word & LENGTH;
      if ((word & OWN) != 0) {
        // Chronicle's own, unless its length leads out of the file.
        if (position + WORD_BYTES + length <= window.fileBytes()) {
          advance(length);
          continue;
        }
      } else if (isBlock(position + WORD_BYTES)) {
        if (take(length)) {
          return Step.BLOCK;
        }
        continue;
      }
      if (!resync()) {
        return Step.OPEN_END;
      }
    }
  }

  /** Returns the word of the next document, read anew where it was not there before. */
  private int word() throws IOException {
    if (window.has(position, WORD_BYTES)) {
      int word = window.i32(position);
      if (word > 0) {
        return word;
      }
    }
    return window.load(position, WORD_BYTES, RELOAD_BYTES) ? window.i32(position) : 0;
  }

  private void advance(long length) {
    position += WORD_BYTES + ((length + 3) & ~3L);
  }

  /** Returns whether a sound header is at a place that is its own. */
  boolean isBlock(long at) throws IOException {
    if (!window.has(at, BlockLayout.BYTES)) {
      return false;
    }
    MemorySegment memory = window.slice(at, BlockLayout.BYTES);
    return BlockLayout.sound(crc, memory, 0)
        && BlockLayout.isUuid(memory, BlockLayout.ARCHIVE_ID, archiveId)
        && LittleEndian.i32(memory, BlockLayout.CYCLE) == file.cycle()
        && LittleEndian.i64(memory, BlockLayout.FILE_OFFSET) == at
        && LittleEndian.u32(memory, BlockLayout.CONTENT_BYTES) <= CONTENT_MAX_BYTES;
  }

  /**
   * Takes the block whose header is sound.
   *
   * @param documentBytes what the word before it says, or -1 where it is known to be wrong
   * @return false where its content is not sound
   */
  private boolean take(long documentBytes) throws IOException {
    long at = position + WORD_BYTES;
    header.move(window.slice(at, BlockLayout.BYTES), 0);
    long number = header.number();
    long bytes = BlockLayout.BYTES + header.contentBytes();
    follow(number);
    if (documentBytes >= 0 && documentBytes != bytes) {
      fault(
          ArchiveFault.Kind.FRAME,
          number,
          "the length before it is %d, its own %d".formatted(documentBytes, bytes));
    }
    boolean whole = contentIsRight(at, bytes) || contentIsRightOnDisk(at, bytes);
    if (whole) {
      block.move(window.slice(at, bytes), place(number, at));
    } else {
      fault(ArchiveFault.Kind.CONTENT, number, "its content is not what its sum says");
    }
    advance(bytes);
    return whole;
  }

  private boolean contentIsRight(long at, long bytes) throws IOException {
    if (!window.has(at, bytes)) {
      return false;
    }
    MemorySegment memory = window.slice(at, bytes);
    return BlockLayout.crc(crc, memory, BlockLayout.BYTES, bytes - BlockLayout.BYTES)
        == LittleEndian.i32(memory, BlockLayout.CONTENT_CRC);
  }

  /** Looks again: what was read ahead may be older than what the writer has finished since. */
  private boolean contentIsRightOnDisk(long at, long bytes) throws IOException {
    return window.load(at, bytes, 0) && contentIsRight(at, bytes);
  }

  /** Reports blocks that are missing before this one. */
  private void follow(long number) {
    if (firstNumber < 0) {
      firstNumber = number;
    }
    if (expected >= 0 && number != expected) {
      fault(
          ArchiveFault.Kind.MISSING,
          number,
          number > expected
              ? "blocks %d to %d are missing before it".formatted(expected, number - 1)
              : "block %d was expected here".formatted(expected));
    }
    expected = number + 1;
  }

  /**
   * Searches for the next block after bytes that are none, and goes there.
   *
   * @return false, and no report, when there is no block after them
   */
  boolean resync() throws IOException {
    long from = position;
    long found = search(from + WORD_BYTES, Long.MAX_VALUE);
    if (found < 0) {
      return false;
    }
    header.move(window.slice(found, BlockLayout.BYTES), 0);
    long number = header.number();
    long skipped = found - WORD_BYTES - from;
    fault(
        ArchiveFault.Kind.FRAME,
        skipped == 0 ? number : expected >= 0 ? expected : number - 1,
        skipped == 0
            ? "the length before it is broken"
            : "%d bytes that are no block; block %d follows".formatted(skipped, number));
    if (expected >= 0 && number > expected) {
      // The report above is about these, too.
      expected = number;
    }
    position = found - WORD_BYTES;
    resynced = true;
    return true;
  }

  /** Returns where the first block of the file starts, or -1. */
  long first() throws IOException {
    long at = search(0, Long.MAX_VALUE);
    if (at >= 0) {
      firstNumber = peek(at).number();
    }
    return at;
  }

  /**
   * Returns where the next block starts at or after a byte of the file and before another, or -1.
   */
  long search(long from, long to) throws IOException {
    long at = (from + 3) & ~3L;
    while (at < to && window.has(at, BlockLayout.BYTES)) {
      long end = window.end() - BlockLayout.BYTES;
      while (at <= end && window.i64(at) != BlockLayout.MAGIC) {
        at += WORD_BYTES;
      }
      if (at <= end) {
        if (isBlock(at)) {
          return at;
        }
        at += WORD_BYTES;
      }
    }
    return -1;
  }

  /** Returns the header of a block that {@link #search} found; it holds until the next read. */
  BlockHeader peek(long blockOffset) throws IOException {
    if (!window.has(blockOffset, BlockLayout.BYTES)) {
      throw new IOException(file.path() + ": cut while it is read");
    }
    header.move(window.slice(blockOffset, BlockLayout.BYTES), 0);
    return header;
  }

  /** Returns the bytes of the file. */
  long fileBytes() throws IOException {
    return window.fileBytes();
  }

  /**
   * Returns whether there are blocks behind where the walk ended, so that something is damaged
   * there. One more block than the last, just there, and nothing behind it, is a block that was
   * laid down and not yet finished.
   */
  boolean goesOn(long last) throws IOException {
    long own = position + WORD_BYTES;
    long found = search(own, Long.MAX_VALUE);
    if (found == own && peek(own).number() == last + 1) {
      found = search(own + BlockLayout.BYTES + peek(own).contentBytes(), Long.MAX_VALUE);
    }
    return found >= 0;
  }

  private void fault(ArchiveFault.Kind kind, long number, String text) {
    if (!silent) {
      faults.accept(new ArchiveFault(kind, place(number, position + WORD_BYTES), text));
    }
  }

  private BlockPlace place(long number, long at) {
    long index = -1;
    if (firstNumber >= 0 && number >= firstNumber) {
      index = roll.cycle().toIndex(file.cycle(), number - firstNumber);
    }
    return new BlockPlace(number, index, file.path(), at);
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
