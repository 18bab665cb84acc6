// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.LittleEndian;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A part of a file in memory. The file is read and not mapped: then one that is cut, or whose disk
 * fails, is an exception and not a signal.
 */
final class FileWindow implements AutoCloseable {
  private static final int READ_AHEAD_BYTES = 1 << 20;

  private final FileChannel channel;
  private MemorySegment memory = Arena.ofAuto().allocate(READ_AHEAD_BYTES, 8);
  private ByteBuffer buffer = memory.asByteBuffer();
  private long start;
  private int length;

  FileWindow(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  /** Makes bytes of the file present; false where the file ends before. */
  boolean has(long position, long bytes) throws IOException {
    if (position >= start && position + bytes <= start + length) {
      return true;
    }
    return load(position, bytes, READ_AHEAD_BYTES);
  }

  /** Reads bytes of the file anew; false where it ends before. */
  boolean load(long position, long bytes, int ahead) throws IOException {
    if (bytes > memory.byteSize()) {
      memory = Arena.ofAuto().allocate(bytes, 8);
      buffer = memory.asByteBuffer();
    }
    int want = (int) Math.max(bytes, Math.min(ahead, memory.byteSize()));
    buffer.clear().limit(want);
    start = position;
    length = 0;
    while (length < want) {
      int read = channel.read(buffer, position + length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return length >= bytes;
  }

  /** Returns a number; its bytes are present. */
  int i32(long position) {
    return LittleEndian.i32(memory, position - start);
  }

  /** Returns a number; its bytes are present. */
  long i64(long position) {
    return LittleEndian.i64(memory, position - start);
  }

  /** Returns bytes that are present, not copied: they hold until the next read. */
  MemorySegment slice(long position, long bytes) {
    return memory.asSlice(position - start, bytes);
  }

  /** Returns the end of what is present. */
  long end() {
    return start + length;
  }

  /** Returns the bytes of the file. */
  long fileBytes() throws IOException {
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
