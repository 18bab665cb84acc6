// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The plain way to move or look at bytes: what the stages are compared with. */
final class Plain {
  /** Bytes moved at once: as many as a block has at most. */
  static final int CHUNK_BYTES = 1 << 18;

  private Plain() {}

  /** Looks at all of a piece of memory. */
  static long scan(MemorySegment memory) {
    long sum = 0;
    for (long at = 0; at + Long.BYTES <= memory.byteSize(); at += Long.BYTES) {
      sum += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }
    return sum;
  }

  /** Follows the sizes of records, which stand first in each, and looks at nothing else. */
  static long sizes(MemorySegment records) {
    long count = 0;
    for (long at = 0; at < records.byteSize(); count++) {
      at += records.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }
    return count;
  }

  /** Copies a piece of memory, a chunk at a time. */
  static void copy(MemorySegment from, MemorySegment to) {
    for (long at = 0; at < from.byteSize(); at += CHUNK_BYTES) {
      long bytes = Math.min(CHUNK_BYTES, from.byteSize() - at);
      MemorySegment.copy(from, at, to, at, bytes);
    }
  }

  /** Writes a piece of memory behind what a file has, a chunk at a time. */
  static void write(MemorySegment from, FileChannel to) throws IOException {
    ByteBuffer bytes = from.asByteBuffer();
    while (bytes.position() < bytes.capacity()) {
      bytes.limit(Math.min(bytes.position() + CHUNK_BYTES, bytes.capacity()));
      to.write(bytes);
    }
  }

  /** Reads files from start to end, a piece at a time, into the same memory. */
  static long read(List<Path> files, ByteBuffer to) throws IOException {
    long sum = 0;
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        for (int count = 0; count >= 0; count = channel.read(to.clear())) {
          sum += count;
        }
      }
    }
    return sum;
  }
}
