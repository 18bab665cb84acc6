// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A new file that bytes are copied into through a mapping: nothing that keeps them is less work.
 */
final class MappedFile implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final Path path;
  private final MemorySegment memory;
  private long length;

  MappedFile(Path path, long bytes) throws IOException {
    this.path = path;
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    }
  }

  void append(MemorySegment from, long offset, long bytes) {
    MemorySegment.copy(from, offset, memory, length, bytes);
    length += bytes;
  }

  @Override
  public void close() throws IOException {
    arena.close();
    Files.deleteIfExists(path);
  }
}
