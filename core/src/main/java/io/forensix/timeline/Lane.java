// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordHead;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The records of one CPU that are read and not yet handed on, in the order of their numbers. Lanes
 * that are on a record have the order of these: by time, then CPU.
 */
final class Lane implements Comparable<Lane> {
  /** Brings back the content of a block. */
  @FunctionalInterface
  interface Loader {
    byte[] load(long number) throws IOException;
  }

  /** Is told of what is no record. */
  @FunctionalInterface
  interface Corrupt {
    void accept(long block, CorruptRecord corrupt);
  }

  /** The content of a block, or only its number where it is to be read again. */
  private record Piece(long number, byte @Nullable [] content) {}

  private final int cpu;
  private final Loader loader;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private final RecordCursor cursor;
  private long block = -1;
  private long keptBytes;
  private boolean onRecord;

  /** Of the record it is on: it is compared more often than the record is moved. */
  private long time;

  Lane(int cpu, Loader loader, Corrupt corrupt) {
    this.cpu = cpu;
    this.loader = loader;
    cursor = new RecordCursor(report -> corrupt.accept(block, report));
  }

  int cpu() {
    return cpu;
  }

  /** Returns whether it is on a record. */
  boolean onRecord() {
    return onRecord;
  }

  RecordHead record() {
    return cursor.record();
  }

  long time() {
    return time;
  }

  /** Returns the bytes of blocks that wait in memory. */
  long keptBytes() {
    return keptBytes;
  }

  /** Takes a block's content, or (null) a block that is to be read again when its turn comes. */
  void add(long number, byte @Nullable [] content) {
    pieces.add(new Piece(number, content));
    keptBytes += content == null ? 0 : content.length;
  }

  /** Goes to the next record; false when there is none so far. */
  boolean next() throws IOException {
    while (!onRecord || !cursor.next()) {
      onRecord = false;
      Piece piece = pieces.poll();
      if (piece == null) {
        return false;
      }
      byte[] content = piece.content;
      keptBytes -= content == null ? 0 : content.length;
      block = piece.number;
      cursor.over(MemorySegment.ofArray(content == null ? loader.load(block) : content));
      // The cursor stands before the first record of the new block.
      onRecord = true;
    }
    time = cursor.record().time();
    return true;
  }

  @Override
  public int compareTo(Lane other) {
    return time == other.time ? Integer.compare(cpu, other.cpu) : Long.compare(time, other.time);
  }
}
